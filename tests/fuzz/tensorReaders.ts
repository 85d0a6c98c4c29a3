/** Fuzzed readers of tensors: safetensors, GGUF, and the adapters that lie in them and in a .zip. */
import fc from "fast-check";
import { downloadZip } from "client-zip";
import { readFileSync } from "node:fs";
import { loraLayout, TARGET_MODULES } from "../../src/engine/adapter/layout";
import { packImported } from "../../src/engine/adapter/imported";
import type { BaseShape } from "../../src/formats/lora/adapter";
import { unzip } from "../../src/formats/lora/archive";
import { ggufLora } from "../../src/formats/lora/ggufLora";
import { peftFiles } from "../../src/formats/lora/peft";
import { readPeftConfig } from "../../src/formats/lora/peftConfig";
import { readAdapter } from "../../src/formats/lora/reading";
import { metadataEntries, readGguf } from "../../src/formats/gguf";
import { dequantise } from "../../src/formats/quantization";
import { floatTensor, readSafetensors } from "../../src/formats/safetensors";
import type { GivenFile } from "../../src/shared/adapter";
import { randomStream } from "../../src/shared/random";
import { TINY_SIZES } from "../engine/hypernetwork/latentCases";
import { toyModel } from "../engine/base/toyModel";
import { ADAPTER } from "../formats/lora/portableAdapter";
import { writeGguf } from "../formats/ggufWriter";
import { deflatedZip } from "./deflatedZip";
import { damaged, type FuzzedReader, otherJson, outcomeOf } from "./reader";

const LAYERS = 3;
const SHAPE: BaseShape = { ...ADAPTER.shape, heads: 4, kvHeads: 2 };
const TARGET = {
  layout: loraLayout(LAYERS, TINY_SIZES, TARGET_MODULES),
  projections: TINY_SIZES,
  base: "Toy",
};

/** An adapter that fits the tiny base model, as the page exports it. */
const FITTING = {
  ...ADAPTER,
  shape: SHAPE,
  targetModules: ["q_proj", "down_proj"],
  modules: (["q_proj", "down_proj"] as const).map((module, layer) => {
    const random = randomStream(layer);
    const { in: size, out } = TINY_SIZES[module];
    const rank = module === "down_proj" ? 1 : 2;
    const values = (length: number) =>
      Float32Array.from({ length }, () => random() - 0.5);
    return {
      module,
      layer,
      rank,
      in: size,
      out,
      A: values(rank * size),
      B: values(out * rank),
    };
  }),
};
const encoder = new TextEncoder();
const FOLDER = peftFiles(FITTING).map(({ name, content }) => ({
  name,
  bytes: typeof content === "string" ? encoder.encode(content) : content,
}));
const [CONFIG, WEIGHTS] = FOLDER as [GivenFile, GivenFile];
const CONFIG_TEXT = new TextDecoder().decode(CONFIG.bytes);

/** As `peft` 0.21 writes it. */
const PEFT_CONFIG = JSON.stringify({
  alora_invocation_tokens: null,
  alpha_pattern: { "layers.0.self_attn.q_proj": 4 },
  arrow_config: null,
  auto_mapping: null,
  base_model_name_or_path: "owner/base",
  bias: "none",
  corda_config: null,
  ensure_weight_tying: false,
  eva_config: null,
  exclude_modules: null,
  fan_in_fan_out: false,
  inference_mode: true,
  init_lora_weights: true,
  layer_replication: null,
  layers_pattern: null,
  layers_to_transform: null,
  loftq_config: {},
  lora_alpha: 8,
  lora_bias: false,
  lora_dropout: 0.0,
  megatron_config: null,
  megatron_core: "megatron.core",
  modules_to_save: null,
  peft_type: "LORA",
  qalora_group_size: 16,
  r: 2,
  rank_pattern: { down_proj: 1, "^model\\.layers\\.\\d+\\.mlp": 1 },
  revision: null,
  target_modules: ["q_proj", "down_proj"],
  target_parameters: null,
  task_type: "CAUSAL_LM",
  trainable_token_indices: null,
  use_dora: false,
  use_qalora: false,
  use_rslora: false,
});
const PATTERNS = [
  '{"(a+)+$":1}',
  '{"(.*)*x":1}',
  '{"(\\\\w+\\\\.?)+x":1}',
  '{"(.*.*.*.*.*.*)x":1}',
  '{"(q_proj|q_proj|\\\\w)*!":1}',
  '{"[":1,"(":1,"\\\\":1}',
  '"LORA"',
  '"none"',
  "4096",
];

/** Real files of the repository, and what a fitting sample of each format is. */
const golden = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/golden/${name}`, import.meta.url)));
const TYPES = ["F32", "F16", "BF16", "I64", "constructor", "__proto__"];
const NAMES = ["__metadata__", "data_offsets", "shape", "dtype", "lora_A", "lora_B"];
const GGUF_TOKENS = [
  "GGUF",
  "general.alignment",
  "general.architecture",
  "adapter.type",
  "lora",
  "blk.0.attn_q.weight.lora_a",
  "\t\0\0\0\t\0\0\0",
  "\xff\xff\xff\xff",
];

/** A safetensors file with another header than `sample` has, before the same data. */
function withHeader(sample: Uint8Array, header: string): Uint8Array<ArrayBuffer> {
  const json = encoder.encode(header);
  const length = Number(
    new DataView(sample.buffer, sample.byteOffset).getBigUint64(0, true),
  );
  const data = sample.subarray(8 + length);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

function headerOf(sample: Uint8Array): string {
  const view = new DataView(sample.buffer, sample.byteOffset);
  const length = Number(view.getBigUint64(0, true));
  return new TextDecoder().decode(sample.subarray(8, 8 + length));
}

async function imported(files: readonly GivenFile[]): Promise<void> {
  const { modules } = await readAdapter(files, SHAPE);
  packImported(modules, TARGET, 2);
}

const safetensors: FuzzedReader = {
  name: "safetensors",
  files: fc.oneof(
    { weight: 10, arbitrary: damaged([WEIGHTS.bytes], [...TYPES, ...NAMES]) },
    {
      weight: 1,
      arbitrary: damaged([golden("encoder.safetensors")], [...TYPES, ...NAMES]),
    },
    {
      weight: 10,
      arbitrary: otherJson(
        [headerOf(WEIGHTS.bytes)],
        TYPES.map((type) => JSON.stringify(type)),
        (header) => withHeader(WEIGHTS.bytes, header),
      ),
    },
  ),
  read: (bytes) =>
    outcomeOf(() => {
      const tensors = readSafetensors(bytes);
      for (const [name, { dtype, shape }] of tensors) {
        if (dtype === "F32" || dtype === "F16") floatTensor(tensors, name, shape);
      }
    }),
};

const smallGguf = writeGguf({
  metadata: {
    "general.architecture": { type: "string", value: "llama" },
    "some.tokens": { type: "strings", value: ["a", "é", ""] },
    "some.factor": { type: "float32", value: 0.5 },
  },
  tensors: [
    { name: "one", shape: [3], type: "F32", bytes: new Uint8Array(12) },
    { name: "two", shape: [2, 32], type: "Q8_0", bytes: new Uint8Array(68).fill(9) },
    { name: "three", shape: [1, 256], type: "Q2_K", bytes: new Uint8Array(84).fill(7) },
  ],
});

const LORA = ggufLora(FITTING);

const gguf: FuzzedReader = {
  name: "gguf",
  files: fc.oneof(
    { weight: 20, arbitrary: damaged([smallGguf, LORA], GGUF_TOKENS) },
    { weight: 1, arbitrary: damaged([toyModel(), golden("lesson.gguf")], GGUF_TOKENS) },
  ),
  read: (bytes) =>
    outcomeOf(() => {
      metadataEntries(bytes);
      for (const tensor of readGguf(bytes).tensors.values()) dequantise(tensor);
    }),
};

const ggufAdapter: FuzzedReader = {
  name: "gguf-lora",
  files: damaged([LORA, LORA, smallGguf], GGUF_TOKENS),
  read: (bytes) => outcomeOf(() => imported([{ name: "adapter.gguf", bytes }])),
};

const peftConfig: FuzzedReader = {
  name: "peft-configuration",
  files: fc.oneof(
    { weight: 3, arbitrary: otherJson([CONFIG_TEXT, PEFT_CONFIG], PATTERNS) },
    {
      weight: 1,
      arbitrary: damaged(
        [encoder.encode(PEFT_CONFIG)],
        ["{", "}", '"', ":", ",", "(a+)+", "[["],
      ),
    },
  ),
  read: (bytes) =>
    outcomeOf(async () => {
      const config = readPeftConfig(new TextDecoder().decode(bytes));
      config.vainPatterns([
        "model.layers.0.self_attn.q_proj",
        "model.layers.11.mlp.down_proj",
      ]);
      await imported([{ name: CONFIG.name, bytes }, WEIGHTS]);
    }),
};

const peftWeights: FuzzedReader = {
  name: "peft-weights",
  files: fc.oneof(
    damaged([WEIGHTS.bytes], [...TYPES, ...NAMES]),
    otherJson(
      [headerOf(WEIGHTS.bytes)],
      TYPES.map((type) => JSON.stringify(type)),
      (header) => withHeader(WEIGHTS.bytes, header),
    ),
  ),
  read: (bytes) => outcomeOf(() => imported([CONFIG, { name: WEIGHTS.name, bytes }])),
};

async function stored(files: readonly GivenFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const entries = files.map(({ name, bytes }) => ({
    name,
    input: new Uint8Array(bytes),
  }));
  return new Uint8Array(await downloadZip(entries).arrayBuffer());
}

const STORED = await stored(FOLDER);
const DEFLATED = deflatedZip(FOLDER);
/** Its zeros are more than a thousand times as large. */
const ZEROS = deflatedZip([
  { name: "adapter_model.safetensors", bytes: new Uint8Array(2 ** 18) },
]);

const zip: FuzzedReader = {
  name: "zip",
  files: damaged(
    [STORED, DEFLATED, DEFLATED, ZEROS],
    ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "../", "adapter_config.json", "\0"],
  ),
  read: (bytes) =>
    outcomeOf(async () => {
      await unzip(bytes, () => true);
      await imported([{ name: "adapter.zip", bytes }]);
    }),
};

export const TENSOR_READERS: readonly FuzzedReader[] = [
  safetensors,
  gguf,
  ggufAdapter,
  peftConfig,
  peftWeights,
  zip,
];
