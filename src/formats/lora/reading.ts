/** An adapter from files that somebody has: a PEFT folder, its two files, a .zip, or a GGUF LoRA. */
import type { GivenFile } from "../../shared/adapter";
import { type AdapterModule, type BaseShape } from "./adapter";
import { bad, isZip, MOST_BYTES, unzip } from "./archive";
import { readGgufLora } from "./ggufReading";
import { readPeft } from "./peftReading";

/** An adapter as its files have it. */
export interface ReadAdapter {
  /** The scaling is in B: an adapted output is x W + B A x. */
  modules: AdapterModule[];
  /** Base model that the files name; null where they name none. */
  baseName: string | null;
  /** Keys of rank and alpha patterns that no module matches. */
  vainPatterns: string[];
}

const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";

/** Throws "bad-adapter" with the reason, or "bad-file" for a damaged tensor file. */
export async function readAdapter(
  given: readonly GivenFile[],
  shape: BaseShape,
): Promise<ReadAdapter> {
  const total = given.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (total > MOST_BYTES) throw bad({ kind: "too-large", most: MOST_BYTES });
  const files: GivenFile[] = [];
  for (const file of given) {
    if (isZip(file.bytes) && !isPickle(file)) {
      files.push(...(await unzip(file.bytes, isWanted)));
    } else if (isWanted(file.name) || given.length === 1) {
      files.push(file);
    }
  }
  for (const file of files) refuseOthers(file);

  const ggufs = files.filter(
    ({ name, bytes }) => /\.gguf$/iu.test(name) || isGguf(bytes),
  );
  const weights = files.filter(({ name }) => /\.safetensors$/iu.test(name));
  const configs = files.filter(({ name }) => baseName(name) === CONFIG);
  if (ggufs.length === 1 && weights.length === 0)
    return readGgufLora(ggufs[0]!.bytes, shape);
  if (ggufs.length + weights.length === 0) {
    throw bad({ kind: configs.length > 0 ? "no-weights" : "nothing-found" });
  }
  const own = theOne([...weights, ...ggufs]);
  if (ggufs.includes(own)) return readGgufLora(own.bytes, shape);
  const config =
    configs.find(({ name }) => folderOf(name) === folderOf(own.name)) ??
    (configs.length === 1 ? configs[0] : undefined);
  if (!config) throw bad({ kind: "no-config" });
  return readPeft(new TextDecoder().decode(config.bytes), own.bytes, shape);
}

/** The file nearest to the root, so that checkpoints of the training in folders do not count. */
function theOne(files: readonly GivenFile[]): GivenFile {
  const depth = ({ name }: GivenFile) => name.split("/").length;
  const least = Math.min(...files.map(depth));
  const top = files.filter((file) => depth(file) === least);
  const named = top.filter(({ name }) => baseName(name) === WEIGHTS);
  const found = named.length === 1 ? named : top;
  if (found.length === 1) return found[0]!;
  const names = found.map(({ name }) => name).join(", ");
  throw bad({ kind: "several", names: names.slice(0, 200) });
}

function isWanted(path: string): boolean {
  const name = baseName(path);
  // What macOS adds to archives has the names of the files that it describes.
  if (path.startsWith("__MACOSX/") || name.startsWith("._")) return false;
  return name === CONFIG || /\.(safetensors|gguf|bin|pt|pth|ckpt)$/iu.test(name);
}

function refuseOthers(file: GivenFile): void {
  const { name, bytes } = file;
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200)).trimStart();
  if (start.startsWith("version https://git-lfs")) {
    throw bad({ kind: "lfs-pointer", file: baseName(name) });
  }
  if (/^<(!doctype html|html|head)/iu.test(start)) {
    throw bad({ kind: "page", file: baseName(name) });
  }
  if (isPickle(file)) throw bad({ kind: "pickle", file: baseName(name) });
}

/** A pickle by its name or its first bytes; PyTorch's lie in a .zip of their own. */
function isPickle({ name, bytes }: GivenFile): boolean {
  if (/\.(bin|pt|pth|ckpt|pkl)$/iu.test(name)) return true;
  return bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5 && !isSafetensors(bytes);
}

/** A safetensors header begins with a brace behind its 64-bit length. */
function isSafetensors(bytes: Uint8Array): boolean {
  return bytes[8] === 0x7b;
}

function isGguf(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 4)) === "GGUF";
}

function baseName(path: string): string {
  return path.split("/").at(-1)!;
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}
