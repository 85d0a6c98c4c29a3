import { describe, expect, it } from "vitest";
import { downloadZip } from "client-zip";
import type { AdapterModule, BaseShape } from "../../../src/formats/lora/adapter";
import { ggufLora } from "../../../src/formats/lora/ggufLora";
import { peftFiles } from "../../../src/formats/lora/peft";
import { readAdapter } from "../../../src/formats/lora/reading";
import { writeSafetensors } from "../../../src/formats/safetensors";
import type { GivenFile } from "../../../src/shared/adapter";
import { ADAPTER } from "./portableAdapter";

const SHAPE: BaseShape = ADAPTER.shape;
const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";
const encoder = new TextEncoder();

function given(name: string, content: string | Uint8Array): GivenFile {
  return { name, bytes: typeof content === "string" ? encoder.encode(content) : content };
}

const FOLDER = peftFiles(ADAPTER).map(({ name, content }) => given(name, content));
const [CONFIG_FILE, WEIGHTS_FILE] = FOLDER as [GivenFile, GivenFile];

async function zip(files: readonly GivenFile[]): Promise<GivenFile> {
  const entries = files.map(({ name, bytes }) => ({
    name,
    input: new Uint8Array(bytes),
  }));
  const bytes = new Uint8Array(await downloadZip(entries).arrayBuffer());
  return given("adapter.zip", bytes);
}

/** The folder with other fields in its configuration; undefined takes one away. */
function configured(changes: Record<string, unknown>): GivenFile[] {
  const config = JSON.parse(new TextDecoder().decode(CONFIG_FILE.bytes)) as object;
  return [given(CONFIG, JSON.stringify({ ...config, ...changes })), WEIGHTS_FILE];
}

const QUERY = "base_model.model.model.layers.0.self_attn.q_proj";
type Tensors = Record<string, [shape: number[], values: number[]]>;
const PAIR: Tensors = {
  [`${QUERY}.lora_A.weight`]: [
    [1, 2],
    [1, 2],
  ],
  [`${QUERY}.lora_B.weight`]: [
    [2, 1],
    [3, 4],
  ],
};

/** A small adapter of rank 1 and alpha 2, its tensors as given. */
function adapterOf(
  tensors: Tensors,
  config: object = { r: 1, lora_alpha: 2 },
): GivenFile[] {
  const named = Object.entries(tensors).map(([name, [shape, values]]) => ({
    name,
    shape,
    values: Float32Array.from(values),
  }));
  return [given(CONFIG, JSON.stringify(config)), given(WEIGHTS, writeSafetensors(named))];
}

function renamed(from: string, to: string): Tensors {
  return Object.fromEntries(
    Object.entries(PAIR).map(([name, tensor]) => [name.replace(from, to), tensor]),
  );
}

/** Scaling times B of each module, A as it is, as the page exported them. */
function expectExported(modules: readonly AdapterModule[]): void {
  const scaling = 8 / Math.SQRT2;
  expect(modules.map(({ module, layer, rank }) => [module, layer, rank])).toEqual([
    ["q_proj", 0, 2],
    ["down_proj", 11, 1],
  ]);
  modules.forEach(({ A, B }, index) => {
    expect(A).toEqual(ADAPTER.modules[index]!.A);
    const expected = [...ADAPTER.modules[index]!.B].map((value) =>
      expect.closeTo(scaling * value, 4),
    );
    expect([...B]).toEqual(expected);
  });
}

describe("an adapter is read", () => {
  it("from what the page exports: files, a .zip, a .zip of a folder, GGUF", async () => {
    const nested = FOLDER.map(({ name, bytes }) => ({ name: `my/${name}`, bytes }));
    const junk = given(`__MACOSX/my/._${WEIGHTS}`, "junk");
    for (const files of [
      FOLDER,
      [CONFIG_FILE, WEIGHTS_FILE],
      nested,
      [await zip(FOLDER)],
      [await zip([...nested, junk])],
      [...nested, given("my/training_args.bin", "PK\x03\x04")],
      [await zip([...FOLDER, given("optimizer.pt", "PK\x03\x04")])],
      [given("adapter.gguf", ggufLora(ADAPTER))],
    ]) {
      const { modules, vainPatterns } = await readAdapter(files, SHAPE);
      expectExported(modules);
      expect(vainPatterns).toEqual([]);
    }
  });

  it.each([
    ["an adapter's name behind lora_A", renamed(".weight", ".default.weight")],
    ["no base_model.model.", renamed("base_model.model.", "")],
    ["a nested prefix", renamed("model.layers", "model.language_model.layers")],
  ])("with %s", async (_, tensors) => {
    const { modules } = await readAdapter(adapterOf(tensors), SHAPE);
    expect(modules).toEqual([
      {
        module: "q_proj",
        layer: 0,
        rank: 1,
        in: 2,
        out: 2,
        A: Float32Array.of(1, 2),
        B: Float32Array.of(6, 8),
      },
    ]);
  });

  it("with ranks and alphas by pattern, and says which patterns match nothing", async () => {
    const config = {
      r: 4,
      lora_alpha: 16,
      use_rslora: true,
      rank_pattern: { "layers.0.self_attn.q_proj": 1, v_proj: 3 },
      alpha_pattern: { ".*\\.q_proj": 5, nothing: 1 },
    };
    const { modules, vainPatterns } = await readAdapter(adapterOf(PAIR, config), SHAPE);
    expect(modules[0]!.B).toEqual(Float32Array.of(15, 20));
    expect(vainPatterns).toEqual(["v_proj", "nothing"]);
  });

  it("in half precisions", async () => {
    // 1 and -2 as F16 and as BF16.
    for (const [dtype, halves] of [
      ["F16", [0x3c00, 0xc000]],
      ["BF16", [0x3f80, 0xc000]],
    ] as const) {
      const entry = (at: number) => ({
        dtype,
        shape: [1, 1],
        data_offsets: [at, at + 2],
      });
      const header = JSON.stringify({
        [`${QUERY}.lora_A.weight`]: entry(0),
        [`${QUERY}.lora_B.weight`]: entry(2),
      });
      const bytes = new Uint8Array(8 + header.length + 4);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
      bytes.set(encoder.encode(header), 8);
      bytes.set(new Uint8Array(Uint16Array.from(halves).buffer), 8 + header.length);
      const files = [adapterOf(PAIR)[0]!, given(WEIGHTS, bytes)];
      const { modules } = await readAdapter(files, SHAPE);
      expect([modules[0]!.A[0], modules[0]!.B[0]]).toEqual([1, -4]);
    }
  });

  it("whatever new or old fields the configuration has besides", async () => {
    const config = {
      base_model_name_or_path: null,
      r: 1,
      lora_alpha: 2,
      peft_type: "LORA",
      alora_invocation_tokens: null,
      eva_config: null,
      lora_bias: false,
      modules_to_save: null,
      trainable_token_indices: null,
      use_dora: false,
      merge_weights: false,
      enable_lora: null,
      rank_pattern: null,
      use_rslora: null,
    };
    expect((await readAdapter(adapterOf(PAIR, config), SHAPE)).baseName).toBeNull();
    const path = "C:\\Users\\me\\models\\SmolLM2";
    const onWindows = { ...config, base_model_name_or_path: path };
    expect((await readAdapter(adapterOf(PAIR, onWindows), SHAPE)).baseName).toBe(
      "SmolLM2",
    );
  });

  it("from the folder itself rather than from checkpoints in it", async () => {
    const checkpoint = adapterOf(renamed("q_proj", "v_proj")).map(({ name, bytes }) => ({
      name: `run/checkpoint-10/${name}`,
      bytes,
    }));
    const top = adapterOf(PAIR).map(({ name, bytes }) => ({
      name: `run/${name}`,
      bytes,
    }));
    const { modules } = await readAdapter([...checkpoint, ...top], SHAPE);
    expect(modules[0]!.module).toBe("q_proj");
  });
});

describe("is refused with its cause", () => {
  const lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n";
  const half = Object.fromEntries(Object.entries(PAIR).slice(0, 1));
  const cases: [string, GivenFile[], object][] = [
    ["nothing of use", [given("notes.txt", "hello")], { kind: "nothing-found" }],
    [
      "a pickle",
      [CONFIG_FILE, given("adapter_model.bin", "PK\x03\x04")],
      { kind: "pickle" },
    ],
    ["an LFS pointer", [CONFIG_FILE, given(WEIGHTS, lfs)], { kind: "lfs-pointer" }],
    ["a web page", [CONFIG_FILE, given(WEIGHTS, "\n<!DOCTYPE html>")], { kind: "page" }],
    ["tensors alone", [WEIGHTS_FILE], { kind: "no-config" }],
    ["a configuration alone", [CONFIG_FILE], { kind: "no-weights" }],
    ["no JSON", [given(CONFIG, "{r: 8"), WEIGHTS_FILE], { kind: "config-not-json" }],
    [
      "another trainer's fields",
      adapterOf(PAIR, { rank: 16, alpha: 32.0, dropout: 0.05 }),
      { kind: "rank-as-other-key", key: "rank" },
    ],
    ["no rank", configured({ r: undefined }), { kind: "no-rank" }],
    ["a null rank", configured({ r: null }), { kind: "no-rank" }],
    ["rank 0", configured({ r: 0 }), { kind: "config-value", key: "r", found: "0" }],
    ["no alpha", configured({ lora_alpha: undefined }), { kind: "no-alpha" }],
    ["DoRA", configured({ use_dora: true }), { kind: "method", method: "DoRA" }],
    [
      "weights that PEFT takes out of the base's",
      configured({ init_lora_weights: "pissa_niter_16" }),
      { kind: "method", method: "pissa_niter_16" },
    ],
    [
      "another method",
      configured({ peft_type: "IA3" }),
      { kind: "method", method: "IA3" },
    ],
    [
      "whole modules",
      configured({ modules_to_save: ["score"] }),
      { kind: "whole-modules" },
    ],
    [
      "embeddings",
      configured({ modules_to_save: ["embed_tokens"] }),
      { kind: "embeddings" },
    ],
    ["biases", configured({ bias: "all" }), { kind: "biases" }],
    [
      "another rank",
      configured({ r: 3 }),
      { kind: "tensor-rank", found: 2, expected: 3 },
    ],
    ["only A", adapterOf(half), { kind: "lone-half", missing: "B" }],
    [
      "GPT-2",
      adapterOf(
        renamed("model.layers.0.self_attn.q_proj", "transformer.h.0.attn.c_attn"),
      ),
      { kind: "other-architecture", found: "c_attn", base: "llama" },
    ],
    [
      "values that are no numbers",
      adapterOf({
        ...PAIR,
        [`${QUERY}.lora_B.weight`]: [
          [2, 1],
          [NaN, 1],
        ],
      }),
      { kind: "not-finite" },
    ],
    ["no tensors", adapterOf({}), { kind: "no-tensors" }],
    [
      "two adapters",
      ["a", "b"].flatMap((folder) =>
        FOLDER.map(({ name, bytes }) => ({ name: `${folder}/${name}`, bytes })),
      ),
      { kind: "several" },
    ],
    [
      "GGUF of another architecture",
      [
        given(
          "a.gguf",
          ggufLora({ ...ADAPTER, shape: { ...SHAPE, architecture: "qwen2" } }),
        ),
      ],
      { kind: "other-architecture", found: "qwen2", base: "llama" },
    ],
  ];

  it.each(cases)("%s", async (_, files, fault) => {
    await expect(readAdapter(files, SHAPE)).rejects.toMatchObject({
      code: "bad-adapter",
      failure: { fault },
    });
  });

  it("truncated files", async () => {
    const cut = (file: GivenFile) => ({ ...file, bytes: file.bytes.subarray(0, -30) });
    await expect(
      readAdapter([CONFIG_FILE, cut(WEIGHTS_FILE)], SHAPE),
    ).rejects.toMatchObject({ code: "bad-file" });
    await expect(
      readAdapter([cut(given("a.gguf", ggufLora(ADAPTER)))], SHAPE),
    ).rejects.toMatchObject({ code: "bad-file" });
    await expect(readAdapter([cut(await zip(FOLDER))], SHAPE)).rejects.toMatchObject({
      failure: { fault: { kind: "zip-damaged" } },
    });
  });

  it("paths that leave the .zip", async () => {
    for (const name of ["../adapter_config.json", "/etc/adapter_config.json", "C:\\x"]) {
      const harmless = await zip([given("a".repeat(name.length), "x"), ...FOLDER]);
      const text = new TextDecoder("latin1").decode(harmless.bytes);
      const evil = text.replaceAll("a".repeat(name.length), () => name);
      const bytes = Uint8Array.from(evil, (character) => character.charCodeAt(0));
      await expect(readAdapter([given("evil.zip", bytes)], SHAPE)).rejects.toMatchObject({
        failure: { fault: { kind: "zip-path", path: name } },
      });
    }
  });

  it("a .zip that unpacks to far more than it says", async () => {
    const bytes = await bomb(513 * 2 ** 20);
    expect(bytes.byteLength).toBeLessThan(2 ** 20);
    await expect(readAdapter([given("bomb.zip", bytes)], SHAPE)).rejects.toMatchObject({
      failure: { fault: { kind: "zip-damaged" } },
    });
  });
});

/** A .zip of one deflated file of zeros whose sizes say that it has one byte. */
async function bomb(length: number): Promise<Uint8Array> {
  const piece = new Uint8Array(2 ** 20);
  let left = length;
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      controller.enqueue(piece);
      left -= piece.length;
      if (left <= 0) controller.close();
    },
  });
  const packed = new Uint8Array(
    await new Response(
      zeros.pipeThrough(new CompressionStream("deflate-raw")),
    ).arrayBuffer(),
  );
  const name = encoder.encode(WEIGHTS);
  const local = new Uint8Array(30 + name.length);
  const directory = new Uint8Array(46 + name.length);
  const end = new Uint8Array(22);
  const uint32 = (bytes: Uint8Array, at: number, value: number) =>
    new DataView(bytes.buffer).setUint32(at, value, true);
  uint32(local, 0, 0x04034b50);
  local[8] = 8;
  uint32(local, 18, packed.length);
  uint32(local, 22, 1);
  local[26] = name.length;
  local.set(name, 30);
  uint32(directory, 0, 0x02014b50);
  directory[10] = 8;
  uint32(directory, 20, packed.length);
  uint32(directory, 24, 1);
  directory[28] = name.length;
  directory.set(name, 46);
  uint32(end, 0, 0x06054b50);
  end[8] = end[10] = 1;
  uint32(end, 12, directory.length);
  uint32(end, 16, local.length + packed.length);
  return new Uint8Array(await new Blob([local, packed, directory, end]).arrayBuffer());
}
