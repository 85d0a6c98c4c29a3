/** A base model that is only a record, through the whole engine: loaded, adapted, asked, exported. */
import { afterAll, expect, test } from "vitest";
import { createEngine } from "../../src/engine/engine";
import { GREEDY } from "../../src/shared/sampler";
import { NEW_BASE } from "../newBase";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "./toySite";

const engine = createEngine({
  files: toySite(),
  runtime: { threads: 1 },
  registry: TOY_REGISTRY,
});
afterAll(() => engine.dispose());

test("a base model that is only a record is loaded, adapted, asked and exported", async () => {
  const loaded = await engine.load(TOY_LOAD, () => {});
  expect(loaded.base).toMatchObject({ id: NEW_BASE.id, label: "Mouse-3M" });
  expect(await engine.listCheckpoints()).toMatchObject([
    { variant: "G", reader: "base" },
  ]);

  const { id } = await engine.generateAdapter("count");
  const columns = [null, id].map((adapterId, index) => ({
    id: String(index),
    messages: [{ role: "user" as const, content: "hi" }],
    adapterId,
    strength: 1,
  }));
  const answers = await engine.chat(
    { columns, sampler: GREEDY, maxNewTokens: 4 },
    () => {},
  );
  expect(answers.map(({ finish }) => finish)).toEqual(
    answers.map(({ tokens }) => (tokens === 4 ? "length" : "stop")),
  );

  const { bytes } = await engine.exportAdapter(id, 1);
  const text = new TextDecoder("latin1").decode(bytes);
  expect(text).toContain('"base_model_name_or_path": "owner/Mouse-3M-Chat"');
  expect(text).toContain('prompt = "<user>Your message</s><assistant>"');
});
