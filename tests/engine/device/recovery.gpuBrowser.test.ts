/** The whole engine loses its device in the middle of things, with the real models. */
import { expect, test } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import { siteFiles } from "../../../src/engine/files/modelFiles";
import { runtimeFiles } from "../../../src/engine/device/runtimeFiles";
import type { EngineEvent } from "../../../src/shared/engine";
import { GREEDY } from "../../../src/shared/sampler";
import { watchDevices } from "./watchDevices";

test("a lost device is rebuilt and an adapter made before it still answers", async () => {
  const engine = createEngine({
    files: siteFiles(`${location.origin}/`),
    runtime: { threads: 2, files: runtimeFiles(location.href) },
  });
  const request = {
    device: "webgpu",
    baseModelId: "smollm2-135m-instruct-q4_1",
    encoderId: "all-minilm-l6-v2",
    hypernetworkId: "smollm2-135m-t2l-l-sft",
    contextLength: 64,
  } as const;
  const devices = watchDevices();
  await engine.load(request, () => {});
  const { id } = await engine.generateAdapter("Answer in capital letters.");
  const events: EngineEvent["kind"][] = [];
  engine.subscribe(({ kind }) => events.push(kind));

  devices.at(-1)!.destroy();
  await expect.poll(() => events, { timeout: 120_000 }).toContain("recovered");
  expect(events).toEqual(["device-lost", "recovered"]);

  const results = await engine.chat(
    {
      columns: [null, id].map((adapterId, index) => ({
        id: String(index),
        messages: [{ role: "user", content: "Hi" }],
        adapterId,
        strength: 1,
      })),
      sampler: GREEDY,
      maxNewTokens: 1,
    },
    () => {},
  );
  expect(results.map(({ finish }) => finish)).toEqual(
    results.map(({ tokens }) => (tokens === 1 ? "length" : "stop")),
  );
  expect(results[0]!.text).not.toBe("");
  await engine.dispose();
}, 240_000);
