/** Golden tensors from training/commands/export_golden.py, for tests that run in Node. */
import { readFile } from "node:fs/promises";
import { floatTensor, readSafetensors } from "../../src/formats/safetensors";

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
