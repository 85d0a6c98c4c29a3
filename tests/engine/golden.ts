/** Golden tensors from training/commands/export_golden.py, for tests that run in Node. */
import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { type GgufHeader, type GgufValue, readGgufHeader } from "../../src/formats/gguf";
import { floatTensor, readSafetensors } from "../../src/formats/safetensors";
import { DEFAULT_MODELS, MODELS as REGISTRY, recordOf } from "../../src/shared/models";
import { goldenLogitsFiles, type LogitsGolden } from "./goldenComparison";

const FOLDER = new URL("../fixtures/golden/", import.meta.url);
const MODELS = new URL("../../public/models/", import.meta.url);

export async function goldenFile(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(name, FOLDER)));
}

export async function goldenJson(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(new URL("golden.json", FOLDER), "utf8")) as Record<
    string,
    unknown
  >;
}

/** PyTorch's logits of a base model, as `compareWithGolden` takes them. */
export async function goldenLogits(
  baseModelId: string,
): Promise<[golden: LogitsGolden, safetensors: Uint8Array]> {
  const [json, safetensors] = goldenLogitsFiles(baseModelId);
  const text = new TextDecoder().decode(await goldenFile(json));
  return [JSON.parse(text) as LogitsGolden, await goldenFile(safetensors)];
}

/** A reader of one golden file's float tensors. */
export async function goldenTensors(name: string) {
  const tensors = readSafetensors(await goldenFile(name));
  return (tensor: string) =>
    floatTensor(tensors, tensor, tensors.get(tensor)?.shape ?? []);
}

/** A fetched model file; `npm start` or `npm test` puts it there. */
export async function modelFile(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(path, MODELS)));
}

/** Id of the base model that every set-up fetches. */
export const BASE_MODEL_ID = DEFAULT_MODELS.base;
/** Id of the base model that only those tests read that say so. */
export const LARGE_BASE_MODEL_ID = "qwen2.5-coder-0.5b-instruct-q4_k_m";
/** Whether its tests run: where `npm start` fetched it, unless `npm test` was told otherwise. */
export const hasLargeBaseModel =
  process.env["LARGE_BASE_MODEL"] !== "" &&
  existsSync(new URL(baseModelPath(LARGE_BASE_MODEL_ID), MODELS));
const MOST_HEADER_BYTES = 8_000_000;

/** The header of a base model's file, without reading the rest. */
export async function baseModelHeader(id: string): Promise<GgufHeader> {
  const file = await open(new URL(baseModelPath(id), MODELS));
  try {
    const { buffer } = await file.read(Buffer.alloc(MOST_HEADER_BYTES));
    return readGgufHeader(buffer, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

/** A base model's file below public/models. */
export function baseModelPath(id: string): string {
  const record = recordOf(REGISTRY, "base", id);
  return `${record.id}/${record.files[0].path}`;
}

/** Texts of all kinds, and the ids that Hugging Face `tokenizers` gives them for a base model. */
export interface GoldenTokens {
  texts: string[];
  ids: number[][];
  /** Ids without recognising special tokens, by the text's place, where they are others. */
  split: Record<string, number[]>;
}

/** A small vocabulary of Llama 3's kind as a GGUF has it, texts, and ids as in `GoldenTokens`. */
export async function llama3Tokens() {
  const golden = JSON.parse(
    gunzipSync(await goldenFile("llama3.json.gz")).toString(),
  ) as GoldenTokens & Record<"tokens" | "merges" | "token_type", string[]>;
  const metadata = new Map<string, GgufValue>([
    ["tokenizer.ggml.model", "gpt2"],
    ["tokenizer.ggml.pre", "llama-bpe"],
  ]);
  for (const key of ["tokens", "merges", "token_type"] as const) {
    metadata.set(`tokenizer.ggml.${key}`, golden[key]);
  }
  return { ...golden, metadata };
}

export async function goldenTokens(model: string): Promise<GoldenTokens> {
  const golden = JSON.parse(
    gunzipSync(await goldenFile("tokens.json.gz")).toString(),
  ) as Record<string, unknown>;
  return {
    texts: golden["texts"] as string[],
    ids: golden[model] as number[][],
    split: golden[`${model} split`] as Record<string, number[]>,
  };
}
