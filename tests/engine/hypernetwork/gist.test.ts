import { afterAll, beforeAll, expect, it } from "vitest";
import { unpackAdapter } from "../../../src/engine/adapter/tensors";
import {
  createGist,
  gist as gistKind,
  type GistReading,
} from "../../../src/engine/hypernetwork/gist";
import type { Hypernetwork } from "../../../src/engine/hypernetwork/kind";
import {
  createLanguageModel,
  type LanguageModel,
} from "../../../src/engine/base/languageModel";
import { openDevice } from "../../../src/engine/device/devices";
import { configureRuntime } from "../../../src/engine/device/runtime";
import type { Tokenizer } from "../../../src/engine/base/tokenizer";
import { readGguf } from "../../../src/formats/gguf";
import { readManifest } from "../../../src/formats/manifest";
import { writeSafetensors } from "../../../src/formats/safetensors";
import {
  fromTemplate,
  type PromptPart,
  promptText,
} from "../../../src/engine/base/chatTemplate";
import { CHATML } from "../../../src/shared/chatTemplates";
import { randomStream } from "../../../src/shared/random";
import { manifestContent } from "../../formats/manifestContent";
import { largestDifference } from "../difference";
import { referenceProjections } from "../base/referenceLlama";
import { toyModel, TOY } from "../base/toyModel";

const SHIFTED = ["q_proj", "k_proj", "v_proj"];
const MODULES = [...SHIFTED, "o_proj", "down_proj"];
const { layers, size, feedForwardSize } = TOY;
const [TEMPLATE, SHARED] = [9, 3];
const OUT = size + 2 * ((size / TOY.heads) * TOY.kvHeads);
const CONTEXT = 64;

/** Special tokens and line ends are one token each, and so is every other word. */
const tokenizer = {
  encode: (prompt: readonly PromptPart[]) =>
    [...promptText(prompt).matchAll(/<\|im_start\|>|<\|im_end\|>|\n|[a-z]{1,5}|./g)].map(
      ([piece]) =>
        [...piece].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % 80,
    ),
} as Tokenizer;

const file = toyModel({
  metadata: { "llama.context_length": { type: "uint32", value: CONTEXT } },
});
const content = manifestContent({
  variant: "G",
  layers,
  target_modules: MODULES,
  template_tokens: TEMPLATE,
  shared_rank: SHARED,
  rank: TEMPLATE + SHARED,
  alpha: 4 * Math.sqrt(TEMPLATE + SHARED),
  encoder: { ...manifestContent().encoder, pooling: "base" },
});

const manifestOf = (text: unknown) =>
  readManifest(JSON.stringify(text), (_, fields) => gistKind.readManifest(fields));

const random = randomStream(11);
const weights = new Map(
  Object.entries({
    "shared_A.attention_input": [layers, SHARED, size],
    "shared_B.attention_input": [layers, SHARED, OUT],
    "shared_A.attention_output": [layers, SHARED, size],
    "shared_B.attention_output": [layers, SHARED, size],
    "shared_A.feed_forward_output": [layers, SHARED, feedForwardSize],
    "shared_B.feed_forward_output": [layers, SHARED, size],
    token_A: [layers, TEMPLATE, size],
    gain: [layers, TEMPLATE, SHIFTED.length],
    undescribed: [layers, TEMPLATE, OUT],
  }).map(([name, shape]) => {
    const length = shape.reduce((product, extent) => product * extent, 1);
    return [name, { shape, values: Float32Array.from({ length }, () => random() - 0.5) }];
  }),
);
const written = () =>
  writeSafetensors([...weights].map(([name, tensor]) => ({ name, ...tensor })));

let model: LanguageModel;
let gist: Hypernetwork<GistReading>;

beforeAll(async () => {
  configureRuntime({ threads: 1 });
  model = await createLanguageModel(readGguf(file), {
    device: await openDevice("wasm"),
    contextLength: CONTEXT,
    targetModules: MODULES,
    ...gistKind.baseNeeds,
  });
  gist = create();
});
afterAll(() => model.dispose());

function create(
  changes: Record<string, unknown> = {},
  bytes = written(),
): Hypernetwork<GistReading> {
  const manifest = manifestOf({ ...content, ...changes });
  return createGist(manifest, bytes, hostWith(tokenizer));
}

const hostWith = (reader: Tokenizer) => ({
  languageModel: model,
  tokenizer: reader,
  chatTemplate: CHATML,
});

const generate = async (description: string) =>
  unpackAdapter((await gist.generate(await gist.read(description))).packed);

it("makes B of what the base reads with the shared rows, and A of the checkpoint", async () => {
  const text =
    "<|im_start|>system\nsay it twice.<|im_end|>\n" +
    "<|im_start|>user\n<|im_end|>\n<|im_start|>assistant\n";
  const modules = await generate(" say it twice ");
  const tokens = tokenizer.encode([fromTemplate(text)]);
  const read = referenceProjections(file, tokens, sharedAdapter());
  const value = (name: string, at: number) => weights.get(name)!.values[at]!;
  const ofShifted = modules.filter(({ module }) => SHIFTED.includes(module));
  expect(ofShifted).toHaveLength(layers * SHIFTED.length);
  for (const { module, layer, A, B, out } of ofShifted) {
    const place = SHIFTED.indexOf(module);
    const offset = [0, size, size + (OUT - size) / 2][place]!;
    const rank = TEMPLATE + SHARED;
    for (let row = 0; row < rank; row++) {
      const column = Float32Array.from({ length: out }, (_, o) => B[o * rank + row]!);
      const expected = Float32Array.from({ length: out }, (_, o) => {
        if (row >= TEMPLATE) {
          const at = (layer * SHARED + row - TEMPLATE) * OUT;
          return value("shared_B.attention_input", at + offset + o);
        }
        const gain = value("gain", (layer * TEMPLATE + row) * SHIFTED.length + place);
        const at = (layer * TEMPLATE + row) * OUT + offset + o;
        const projected = read[layer]![tokens.length - TEMPLATE + row]![offset + o]!;
        return (gain * (projected - value("undescribed", at))) / 4;
      });
      expect(largestDifference(column, expected)).toBeLessThan(1e-4);
    }
    const rows = (name: string, count: number) =>
      weights
        .get(name)!
        .values.subarray(layer * count * size, (layer + 1) * count * size);
    expect(A.subarray(0, TEMPLATE * size)).toEqual(rows("token_A", TEMPLATE));
    expect(A.subarray(TEMPLATE * size)).toEqual(rows("shared_A.attention_input", SHARED));
  }
});

it("says how much of a description it reads", () => {
  const { tokens, read } = gist.measure("say it twice");
  expect(tokens).toBe(read);
  const long = gist.measure("a ".repeat(300));
  // The tokens before a system message, and a text rule that adds a full stop.
  const head = tokenizer.encode([fromTemplate("<|im_start|>system\n")]).length;
  expect(long).toEqual({ tokens: 600, read: 256 - head });
});

it("gives the modules that no description shifts the shared rows alone", async () => {
  const modules = await generate("say it twice");
  const others = modules.filter(({ module }) => !SHIFTED.includes(module));
  expect(others).toHaveLength(2 * layers);
  for (const { module, layer, rank, A, B, in: inner, out } of others) {
    expect(rank).toBe(SHARED);
    const group = module === "o_proj" ? "attention_output" : "feed_forward_output";
    const ofA = weights.get(`shared_A.${group}`)!.values;
    const ofB = weights.get(`shared_B.${group}`)!.values;
    expect(A).toEqual(ofA.subarray(layer * rank * inner, (layer + 1) * rank * inner));
    B.forEach((value, at) => {
      const [column, row] = [Math.floor(at / rank), at % rank];
      expect(value).toBe(ofB[(layer * rank + row) * out + column]);
    });
  }
});

it("mixes what was read value by value", () => {
  const of = (value: number) => Float32Array.of(value, -value);
  expect(gist.mix(of(1), of(3), 0.25)).toEqual(Float32Array.of(1.5, -1.5));
});

it("leaves what was generated before as it is", async () => {
  // The first layer's projections of a token do not depend on what stands before it.
  const ofLast = async (description: string) =>
    (await generate(description)).findLast(({ module }) => module === "v_proj")!.B;
  const before = await ofLast("count");
  const copy = before.slice();
  expect(await ofLast("sort")).not.toEqual(copy);
  expect(before).toEqual(copy);
});

it("says that a description finds no room where the context is too short for it", async () => {
  const long = "ab ".repeat(400);
  await expect(generate(long)).rejects.toMatchObject({ code: "context-full" });
});

it.each<[string, Record<string, unknown>, string]>([
  ["another number of layers", { layers: 3 }, "unsupported-model"],
  [
    "a template of another length",
    { template_tokens: 8, shared_rank: SHARED + 1 },
    "bad-file",
  ],
  [
    "another shared rank",
    { shared_rank: 4, rank: TEMPLATE + 4, alpha: 4 * Math.sqrt(TEMPLATE + 4) },
    "bad-file",
  ],
])("refuses %s", (_, changes, code) => {
  expect(() => create(changes)).toThrow(expect.objectContaining({ code }));
});

it("refuses a tokenizer that makes another number of tokens of the template", () => {
  const manifest = manifestOf(content);
  const other = {
    encode: (prompt: readonly PromptPart[]) => [...promptText(prompt)].map(() => 1),
  } as unknown as Tokenizer;
  expect(() => createGist(manifest, written(), hostWith(other))).toThrow(
    expect.objectContaining({ code: "unsupported-model" }),
  );
});

/** The shared rows as the reference takes them: A `[layers, in, rank]`. */
function sharedAdapter() {
  const groups = model.layout.groups.map(({ group, in: inner }) => {
    const { values: rows } = weights.get(`shared_A.${group}`)!;
    const A = Float32Array.from(rows, (_, at) => {
      const [layer, rest] = [Math.floor(at / (SHARED * inner)), at % (SHARED * inner)];
      const [column, row] = [Math.floor(rest / SHARED), rest % SHARED];
      return rows[(layer * SHARED + row) * inner + column]!;
    });
    return { rank: SHARED, A, B: weights.get(`shared_B.${group}`)!.values };
  });
  return { packed: { layout: model.layout, groups }, scale: 4 };
}
