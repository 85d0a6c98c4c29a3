import { expect, test } from "vitest";
import { modelCard } from "../../src/formats/modelCard";
import { DEFAULT_MODELS, MODELS, recordOf } from "../../src/shared/models";
import type { Lesson } from "../../src/shared/teaching";
import { adapterSummary } from "../fakeAdapters";
import { loadedModels } from "../fakeEngine";
import { LESSON_SETTINGS } from "../lessonSettings";

const FACTS = {
  adapter: adapterSummary("adapter-1", "Shout.\n# Not a heading"),
  loaded: loadedModels({
    device: "wasm",
    baseModelId: "smollm2-135m-instruct-q4_1",
    encoderId: "all-minilm-l6-v2",
    hypernetworkId: "smollm2-135m-t2l-g-sft",
    contextLength: 1024,
  }),
  record: recordOf(MODELS, "base", DEFAULT_MODELS.base),
  strength: 1.5,
  scope: null,
  examples: [],
  score: null,
  link: "https://example.org/#v2=abc",
  time: Date.UTC(2026, 10, 24),
};

test("a card names what made the adapter and how good such adapters are", () => {
  const card = modelCard(FACTS);
  expect(card).toContain(FACTS.adapter.checksum);
  expect(card).toContain(FACTS.loaded.hypernetwork!.sha256);
  expect(card).toContain("| Strength | 1.5 |");
  expect(card).toContain("score 24.3 % (95 % interval 18.0 % to 31.0 %)");
  expect(card).toContain("<https://example.org/#v2=abc>");
  expect(card).toContain("2026-11-24");
  expect(card).toContain(
    "The model has 135 million parameters: an adapter teaches it forms and small " +
      "transformations, not knowledge.",
  );
});

test("the description stays a quotation", () => {
  expect(modelCard(FACTS)).toContain("> Shout.\n> # Not a heading");
});

test("a blend and a part of the layers are named", () => {
  const blend = { description: "Whisper.", position: 0.25, space: "weights" as const };
  const scope = { modules: ["q_proj"], firstLayer: 3, lastLayer: 9 };
  const card = modelCard({ ...FACTS, adapter: { ...FACTS.adapter, blend }, scope });
  expect(card).toContain("Blended (25 %, by weights) with:\n\n> Whisper.");
  expect(card).toContain("| Applied to | q_proj, layers 3 to 9 |");
});

test("a hypernetwork that was not measured says so", () => {
  const { loaded } = FACTS;
  const hypernetwork = { ...loaded.hypernetwork!, evaluation: null };
  expect(modelCard({ ...FACTS, loaded: { ...loaded, hypernetwork } })).toContain(
    "T2L-G · SFT has not been measured on unseen tasks.",
  );
});

test("the examples are named with their roles and stay within their block", () => {
  const examples = [
    { input: "```\n# Not a heading", expected: "a", role: "teach" as const },
    { input: "b", expected: "c", role: "check" as const },
  ];
  const card = modelCard({ ...FACTS, examples });
  expect(card).toContain("2 given with the description: 1 to teach it on, 1 kept back");
  expect(card).toContain(
    '````json\n{"input":"```\\n# Not a heading","expected":"a","role":"teach"}',
  );
  expect(card).toContain("no training on examples of this task.");
  const adapter = { ...FACTS.adapter, taughtOn: [{ input: "a", expected: "b" }] };
  expect(modelCard({ ...FACTS, examples, adapter })).toContain(
    "then taught on 1 example of this task.",
  );
});

test("a taught adapter tells its lessons, and what of the examples kept back it gets right", () => {
  const lesson: Lesson = {
    start: { kind: "adapter", adapterId: "adapter-1" },
    before: null,
    examples: [{ input: "a", output: "b" }],
    heldOut: [{ input: "c", output: "d" }],
    settings: { ...LESSON_SETTINGS, rate: 0.001 },
    earlier: [],
    heldOutBefore: 2.5,
    steps: [
      { step: 1, taughtLoss: 2, heldOutLoss: 2.25 },
      { step: 2, taughtLoss: 1, heldOutLoss: 2.75 },
    ],
    keptStep: 1,
  };
  const again = { ...lesson, before: lesson, keptStep: 2 };
  const score = { before: 0, right: 1, total: 1 };
  const card = modelCard({
    ...FACTS,
    adapter: { ...FACTS.adapter, lesson: again },
    score,
  });
  expect(card).toContain("generated from a description and taught on examples");
  expect(card).toContain(
    "Lesson: 1 example, 1 step (the best of 2) of AdamW at 0.001, A and B taught, seed 0. " +
      "Loss (nats a token) of the taught examples before the first step 2.00, before the last " +
      "2.00; of the 1 kept back 2.50 at first, 2.25 after the last.",
  );
  expect(card).toContain("1 example, 2 steps of AdamW");
  expect(card).toContain("kept back from teaching, this adapter answers 1 right");
  expect(card).toContain("there the same lesson can be repeated");
  const zero = { ...lesson, start: { kind: "zero" } as const };
  expect(
    modelCard({ ...FACTS, adapter: { ...FACTS.adapter, description: "", lesson: zero } }),
  ).toContain("Begun at zero in the browser");
});
