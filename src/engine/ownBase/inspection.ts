/** Reads a person's GGUF far enough to say what it is, and whether it can be run here. */
import type { GgufHeader } from "../../formats/gguf";
import { readGgufStart } from "../../formats/ggml/ggufStart";
import { sha256 } from "../../formats/hash";
import { throwIfAborted } from "../../shared/errors";
import {
  type BaseModelRecord,
  type ModelRecord,
  type OwnBase,
  ownBaseId,
  recordsOf,
} from "../../shared/models";
import { readLlamaConfig } from "../base/llamaConfig";
import { unsupportedKey } from "../base/llamaTensors";
import { createTokenizer } from "../base/tokenizer";
import { heldBytes, mainType, parameterCount } from "./facts";
import { badBase, checkStart, START_BYTES } from "./fileStart";
import { readBlob } from "./reading";
import { templateOf } from "./template";

/** Longest label that is made of a file's name. */
const LONGEST_LABEL = 60;

/** Gigabytes of the tab besides the weights, and those that a weight's bytes take while they load. */
const TAB_GIGABYTES = 1.2;
const LOADING_FACTOR = 1.3;

interface Facts extends Omit<OwnBase, "record"> {
  /** All of the record but what the whole file tells. */
  record: Omit<BaseModelRecord, "id" | "files">;
}

/**
 * Throws "bad-base", "bad-file" or "unsupported-model", by the header alone before the file is read
 * whole.
 */
export async function inspectBase(
  file: File,
  registry: readonly ModelRecord[],
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<OwnBase> {
  const facts = await readFacts(file);
  throwIfAborted(signal);
  const hash = await sha256(await readBlob(file, onBytes, signal));
  return ownBaseOf(facts, file, hash, registry);
}

/** A base model whose file is kept under its SHA-256, by the header alone. */
export async function inspectKept(
  file: File,
  hash: string,
  registry: readonly ModelRecord[],
): Promise<OwnBase> {
  return ownBaseOf(await readFacts(file), file, hash, registry);
}

function ownBaseOf(
  { record, ...facts }: Facts,
  { name, size }: File,
  hash: string,
  registry: readonly ModelRecord[],
): OwnBase {
  const known = recordsOf(registry, "base").find(
    ({ files: [{ sha256: own }] }) => own === hash,
  );
  const files = [{ path: name, bytes: size, sha256: hash }] as const;
  return { ...facts, record: known ?? { ...record, id: ownBaseId(hash), files } };
}

async function readFacts(file: File): Promise<Facts> {
  checkStart(await readBlob(file.slice(0, START_BYTES)));
  const header = await readHeader(file);
  const { metadata } = header;
  checkKind(metadata);
  const config = readLlamaConfig(header);
  checkWhole(header, file.size);
  const chatTemplate = await templateOf(header);
  createTokenizer(header, chatTemplate);
  const label = labelOf(file.name);
  const held = heldBytes(header, config.headTensor);
  const licence = metadata.get("general.license");
  return {
    architecture: config.architecture,
    trainedContext: config.trainedContext,
    heldBytes: held,
    record: {
      label,
      name: label,
      role: "base",
      hubId: null,
      parameters: parameterCount(header),
      chatTemplate,
      quantization: mainType(header),
      goodFor: null,
      neededGigabytes: Math.ceil(TAB_GIGABYTES + (LOADING_FACTOR * held.wasm) / 1e9),
      unseenTasks: null,
      licence: typeof licence === "string" ? licence : "",
      source: { kind: "own" },
    },
  };
}

/** The header; its tensors may lie behind the file's end. */
function readHeader(file: File): Promise<GgufHeader> {
  const read = (bytes: number) => readBlob(file.slice(0, bytes));
  return readGgufStart(read, file.size, Number.MAX_SAFE_INTEGER);
}

/** Refuses a LoRA, and one of the parts that a model was split into. */
function checkKind(metadata: GgufHeader["metadata"]): void {
  const type = metadata.get("general.type") ?? "model";
  if (type === "adapter") throw badBase({ kind: "adapter" });
  if (type !== "model") throw unsupportedKey("general.type", type);
  const count = metadata.get("split.count");
  if (typeof count === "number" && count > 1) {
    const number = Number(metadata.get("split.no") ?? 0) + 1;
    throw badBase({ kind: "split", number, count });
  }
}

/** Refuses a file that ends before its tensors do. */
function checkWhole({ tensors }: GgufHeader, bytes: number): void {
  const expected = [...tensors.values()].reduce(
    (end, { start, length }) => Math.max(end, start + length),
    0,
  );
  if (bytes < expected) throw badBase({ kind: "truncated", bytes, expected });
}

/** The file's name without its ending. */
function labelOf(name: string): string {
  return name.replace(/\.gguf$/iu, "").slice(0, LONGEST_LABEL) || "GGUF";
}
