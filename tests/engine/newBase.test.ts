/** A base model that is only a record, through the whole engine: loaded, adapted, asked, exported. */
import { afterAll, expect, test } from "vitest";
import { createEngine } from "../../src/engine/engine";
import { GREEDY } from "../../src/shared/sampler";
import { NEW_BASE } from "../newBase";
import { sayingInEnglish } from "../sayingInEnglish";
import { TOY } from "./base/toyModel";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "./toySite";
import { LESSON_SETTINGS } from "../lessonSettings";

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

test("a base model alone answers, and says that it has no hypernetwork", async () => {
  const alone = createEngine({
    files: toySite(),
    runtime: { threads: 1 },
    registry: [NEW_BASE],
  });
  const loaded = await alone.load(
    {
      device: "wasm",
      baseModelId: NEW_BASE.id,
      encoderId: null,
      hypernetworkId: null,
      contextLength: TOY.context,
    },
    () => {},
  );
  expect(loaded).toMatchObject({ encoder: null, hypernetwork: null });
  const messages = [{ role: "user" as const, content: "hi" }];
  const columns = [{ id: "base", messages, adapterId: null, strength: 1 }];
  const [answer] = await alone.chat(
    { columns, sampler: GREEDY, maxNewTokens: 2 },
    () => {},
  );
  expect(["length", "stop"]).toContain(answer!.finish);
  await expect(alone.generateAdapter("count")).rejects.toThrow(
    sayingInEnglish(/no hypernetwork for Mouse-3M yet/, "bad-input"),
  );
  expect(await alone.trainingTasks()).toBeNull();
  const taught = await alone.teach(
    {
      start: { kind: "zero" },
      examples: [{ input: "a", output: "b" }],
      heldOut: [],
      settings: { ...LESSON_SETTINGS, steps: 2 },
    },
    () => {},
  );
  expect(taught).toMatchObject({ hypernetworkId: null, rank: 8, scaling: 2 });
  const { bytes } = await alone.exportAdapter(taught.id, 1);
  const text = new TextDecoder("latin1").decode(bytes);
  expect(text).toContain("# LoRA adapter taught with examples");
  await alone.dispose();
});
