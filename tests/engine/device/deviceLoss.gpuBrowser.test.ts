/** A browser's own WebGPU device is destroyed while the engine loads, generates and answers. */
import { afterEach, expect, test } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import { runtimeFiles } from "../../../src/engine/device/runtimeFiles";
import type { ChatRequest } from "../../../src/shared/chat";
import type { Engine, EngineEvent, LoadedModels } from "../../../src/shared/engine";
import { AppError } from "../../../src/shared/errors";
import { GREEDY } from "../../../src/shared/sampler";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "../toySite";
import { watchDevices } from "./watchDevices";

const LOAD = { ...TOY_LOAD, device: "webgpu" } as const;
const RECOVERED = { timeout: 60_000 };
const engines: Engine[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

function start() {
  const devices = watchDevices();
  const engine = createEngine({
    files: toySite(),
    runtime: { threads: 1, files: runtimeFiles(location.href) },
    registry: TOY_REGISTRY,
  });
  engines.push(engine);
  const events: EngineEvent["kind"][] = [];
  engine.subscribe(({ kind }) => events.push(kind));
  return { engine, devices, events, lose: () => devices.at(-1)!.destroy() };
}

function question(adapterId: string): ChatRequest {
  return {
    columns: [null, adapterId].map((id, index) => ({
      id: String(index),
      messages: [{ role: "user", content: "hi" }],
      adapterId: id,
      strength: 1,
    })),
    sampler: GREEDY,
    maxNewTokens: 3,
  };
}

const texts = async (engine: Engine, request: ChatRequest) =>
  (await engine.chat(request, () => {})).map(({ text }) => text);

test("while answering: the answer fails with its cause, and the same question is answered then", async () => {
  const { engine, events, lose } = start();
  await engine.load(LOAD, () => {});
  const { id } = await engine.generateAdapter("count");
  const whole = await texts(engine, question(id));
  let isLost = false;
  const answering = engine.chat(question(id), ([event]) => {
    if (!isLost && event!.tokens > 0) {
      isLost = true;
      lose();
    }
  });
  await expect(answering).rejects.toMatchObject({ code: "device-lost" });
  await expect.poll(() => events, RECOVERED).toEqual(["device-lost", "recovered"]);
  expect(await texts(engine, question(id))).toEqual(whole);
}, 300_000);

test("while generating: the adapter comes out the same on the new device", async () => {
  const { engine, events, lose } = start();
  await engine.load(LOAD, () => {});
  const whole = await engine.generateAdapter("count");
  const generating = engine.generateAdapter("count the words").catch((error) => error);
  lose();
  const failed: unknown = await generating;
  if (failed instanceof Error) {
    expect(failed).toMatchObject({ code: "device-lost" });
  }
  await expect.poll(() => events, RECOVERED).toContain("recovered");
  const again = await engine.generateAdapter("count");
  expect(again.checksum).toBe(whole.checksum);
}, 300_000);

test("while loading: it fails with a code, and the next try loads", async () => {
  const { engine, devices, lose } = start();
  let isLost = false;
  const loading = engine.load(LOAD, () => {
    if (isLost || devices.length === 0) return;
    isLost = true;
    lose();
  });
  const outcome: unknown = await loading.catch((error: unknown) => error);
  expect(isLost).toBe(true);
  if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
  await engine.load(LOAD, () => {});
  const { id } = await engine.generateAdapter("count");
  expect(await texts(engine, question(id))).toHaveLength(2);
}, 300_000);

test("lost again while it recovers, it is there in the end", async () => {
  const { engine, devices, events, lose } = start();
  await engine.load(LOAD, () => {});
  const { id } = await engine.generateAdapter("count");
  const whole = await texts(engine, question(id));
  lose();
  await expect.poll(() => devices.length, RECOVERED).toBe(2);
  lose();
  await expect.poll(() => events.at(-1), RECOVERED).toMatch(/recovered|failed/);
  if (events.at(-1) === "failed") await engine.load(LOAD, () => {});
  await expect.poll(() => texts(engine, question(id)), RECOVERED).toEqual(whole);
}, 300_000);

test("while other models wait for the answer's end: those are loaded, the earlier ones not again", async () => {
  const { engine, devices, events, lose } = start();
  await engine.load(LOAD, () => {});
  const { id } = await engine.generateAdapter("count");
  let loading: Promise<LoadedModels> | null = null;
  const answering = engine.chat(question(id), () => {
    if (loading) return;
    loading = engine.load(TOY_LOAD, () => {});
    lose();
  });
  await expect(answering).rejects.toMatchObject({ code: "device-lost" });
  const { deviceReport } = await loading!;
  expect(deviceReport).toMatchObject({ device: "wasm" });
  await expect.poll(() => events, RECOVERED).toEqual(["device-lost", "recovered"]);
  expect(devices).toHaveLength(1);
}, 300_000);
