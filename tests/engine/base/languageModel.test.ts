import { readGguf } from "../../../src/formats/gguf";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { sayingInEnglish } from "../../sayingInEnglish";
import { inMemory } from "../../../src/engine/adapter/rows";
import type { Batch } from "../../../src/engine/base/batch";
import { createLanguageModel } from "../../../src/engine/base/languageModel";
import { INPUTS } from "../../../src/engine/base/llamaGraph";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime, Session } from "../../../src/engine/device/runtime";
import type { GgufField } from "../../formats/ggufWriter";
import { describeLanguageModel } from "./languageModelCases";
import { TOY, toyAdapter, toyModel } from "./toyModel";

beforeAll(() => configureRuntime({ threads: 1 }));

describeLanguageModel(() => openDevice("wasm"), { tolerance: 1e-4, isExact: true });

const options = {
  device: await openDevice("wasm"),
  contextLength: 1024,
  targetModules: ["q_proj", "v_proj"],
} as const;

describe("the context", () => {
  it("is at most what the model was trained for", async () => {
    const model = await createLanguageModel(readGguf(toyModel()), options);
    expect(model.contextLength).toBe(TOY.context);
    await model.dispose();
  });

  it("says when it is full", async () => {
    const model = await createLanguageModel(readGguf(toyModel()), {
      ...options,
      contextLength: 3,
    });
    const batch = model.startBatch([{ adapter: null, scale: 1 }]);
    await batch.prefill([[1, 2]]);
    await batch.step([3]);
    await expect(batch.step([4])).rejects.toMatchObject({ code: "context-full" });
    expect(batch.lengths).toEqual([3]);
    await expect(
      model.startBatch([{ adapter: null, scale: 1 }]).prefill([[1, 2, 3, 4]]),
    ).rejects.toMatchObject({ code: "context-full" });
    await model.dispose();
  });
});

describe("a batch that goes on after another", () => {
  const FIRST = [3, 17, 42, 5, 79, 12, 8];

  /** Its prompts' logits and those of one step; whether it read row by row, and how many tokens. */
  async function answer(batch: Batch, prompts: number[][]) {
    const run = vi.spyOn(Session.prototype, "run");
    const first = await batch.prefill(prompts);
    const read = run.mock.calls.map(([feeds]) => feeds[INPUTS.tokens]!.dims);
    run.mockRestore();
    const second = await batch.step(prompts.map(() => 9));
    return { logits: [...first, ...second], read };
  }

  it("reads only what is new, and gives the same logits as from the beginning", async () => {
    const model = await createLanguageModel(readGguf(toyModel()), options);
    const [one, two] = [1, 2].map((seed) =>
      model.placeAdapter(inMemory(toyAdapter(model.layout, 4, seed))),
    );
    const scope = { modules: ["q_proj"], firstLayer: 0, lastLayer: 0 };
    const before = model.startBatch([
      { adapter: null, scale: 1 },
      { adapter: one!, scale: 0.5 },
      { adapter: two!, scale: 0.5, scope },
    ]);
    await before.prefill([FIRST, FIRST.slice(0, 5), FIRST]);
    await before.step([30, 31, 32]);
    // The rows in another order, and one whose adapter is stronger than before.
    const rows = [
      { adapter: one!, scale: 0.5 },
      { adapter: one!, scale: 0.7 },
      { adapter: two!, scale: 0.5, scope: { ...scope } },
      { adapter: null, scale: 0 },
    ];
    const prompts = [
      [...FIRST.slice(0, 5), 31, 60, 61],
      [...FIRST.slice(0, 5), 31, 60],
      [...FIRST, 32],
      [...FIRST.slice(0, 3), 50, 51],
    ];
    const after = await answer(model.startBatch(rows, before), prompts);
    const fresh = await answer(model.startBatch(rows), prompts);
    // What a step had read differs by rounding; what a prompt had, not at all.
    for (const place of [0, 4]) {
      const [actual, expected] = [after.logits[place]!, fresh.logits[place]!];
      actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));
    }
    const others = ({ logits }: typeof after) =>
      logits.filter((_, place) => place % 4 > 0);
    expect(others(after)).toEqual(others(fresh));
    expect(fresh.read).toEqual([[4, 8]]);
    expect(after.read).toEqual([
      [1, 2],
      [1, 7],
      [1, 2],
      [1, 2],
    ]);
    await model.dispose();
  });

  it("reads all rows at once where hardly anything is known", async () => {
    const model = await createLanguageModel(readGguf(toyModel()), options);
    const base = [{ adapter: null, scale: 1 }];
    const before = model.startBatch(base);
    await before.prefill([FIRST]);
    const next = [3, 18, 19, 20, 21];
    const after = await answer(model.startBatch(base, before), [next]);
    expect(after.read).toEqual([[1, 5]]);
    await model.dispose();
  });
});

describe("a long text", () => {
  const metadata = { "llama.context_length": { type: "uint32", value: 256 } } as const;
  const text = Array.from(
    { length: 65 + 66 },
    (_, index) => (7 * index) % TOY.vocabulary,
  );
  const rows = [
    { adapter: null, scale: 1 },
    { adapter: null, scale: 1 },
  ];

  it("is read in several runs, and gives the logits of one", async () => {
    const model = await createLanguageModel(readGguf(toyModel({ metadata })), options);
    const shares: number[] = [];
    const run = vi.spyOn(Session.prototype, "run");
    const batch = model.startBatch(rows);
    const logits = await batch.prefill([text, text.slice(0, 65)], async (share) => {
      shares.push(share);
    });
    logits.push(...(await batch.step([1, 2])));
    const lengths = run.mock.calls.map(([feeds]) => feeds[INPUTS.tokens]!.dims);
    run.mockRestore();
    expect(lengths).toEqual([
      [1, 44],
      [1, 43],
      [1, 44],
      [1, 33],
      [1, 32],
      [2, 1],
    ]);
    expect(shares).toEqual([0.2, 0.4, 0.6, 0.8]);
    for (const [row, tokens] of [text, text.slice(0, 65)].entries()) {
      // One token at a time, the other way to read without a long run.
      const short = model.startBatch([rows[0]!]);
      let [expected] = await short.prefill([tokens.slice(0, 2)]);
      for (const token of tokens.slice(2)) [expected] = await short.step([token]);
      logits[row]!.forEach((value, at) => expect(value).toBeCloseTo(expected![at]!, 4));
      const [next] = await short.step([row + 1]);
      logits[2 + row]!.forEach((value, at) => expect(value).toBeCloseTo(next![at]!, 4));
    }
    await model.dispose();
  });

  it("can be stopped between them; what the batch before has read stays good", async () => {
    const model = await createLanguageModel(readGguf(toyModel({ metadata })), options);
    const before = model.startBatch(rows);
    const expected = await before.prefill([text.slice(0, 30), text.slice(0, 30)]);
    const stopped = model.startBatch(rows, before);
    const stop = () => Promise.reject(new Error("stopped"));
    await expect(stopped.prefill([text, text], stop)).rejects.toThrow("stopped");
    stopped.dispose();
    const [again] = await model
      .startBatch(rows, before)
      .prefill([text.slice(0, 30), text.slice(0, 30)]);
    again!.forEach((value, at) => expect(value).toBeCloseTo(expected[0]![at]!, 5));
    await model.dispose();
  });
});

describe("a model the graph cannot express", () => {
  it.each<[string, GgufField, RegExp]>([
    ["general.architecture", { type: "string", value: "gemma3" }, /general.architecture/],
    ["llama.rope.scaling.type", { type: "string", value: "linear" }, /rope\.scaling/],
    ["llama.attention.head_count", { type: "uint32", value: 5 }, /head_count is 5/],
    ["llama.attention.layer_norm_rms_epsilon", { type: "string", value: "" }, /epsilon/],
    ["llama.attention.key_length", { type: "uint32", value: 32 }, /key_length is 32/],
    ["llama.embedding_length", { type: "uint32", value: 0 }, /embedding_length/],
  ])("is refused for its %s", async (key, field, sentence) => {
    const file = toyModel({ metadata: { [key]: field } });
    await expect(createLanguageModel(readGguf(file), options)).rejects.toThrow(
      sayingInEnglish(sentence, "unsupported-model"),
    );
  });
});
