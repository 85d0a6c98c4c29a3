/** An adapter from files that somebody has: a PEFT folder, its two files, a .zip, or a GGUF LoRA. */
import { type GivenFile, MOST_ADAPTER_BYTES } from "../../shared/adapter";
import { isGguf, isLfsPointer, isPickle, isWebPage, isZip } from "../files/signatures";
import type { AdapterModule, BaseShape } from "./adapter";
import { bad, unzip } from "./archive";
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
  if (total > MOST_ADAPTER_BYTES)
    throw bad({ kind: "too-large", most: MOST_ADAPTER_BYTES });
  const found: GivenFile[] = [];
  for (const file of given) {
    if (isZip(file.bytes) && !isPickled(file)) {
      found.push(...(await unzip(file.bytes, isWanted)));
    } else if (isWanted(file.name) || given.length === 1) {
      found.push(file);
    }
  }
  // Trainers leave pickles of their own beside the tensors.
  const files = found.filter((file) => !isPickled(file));
  for (const file of files) refuseOthers(file);

  const ggufs = files.filter(
    ({ name, bytes }) => /\.gguf$/iu.test(name) || isGguf(bytes),
  );
  const weights = files.filter(({ name }) => /\.safetensors$/iu.test(name));
  const configs = files.filter(({ name }) => baseName(name) === CONFIG);
  if (ggufs.length === 1 && weights.length === 0)
    return readGgufLora(ggufs[0]!.bytes, shape);
  if (ggufs.length + weights.length === 0) {
    const pickle = found.find(isPickled);
    if (pickle) throw bad({ kind: "pickle", file: baseName(pickle.name) });
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

function refuseOthers({ name, bytes }: GivenFile): void {
  if (isLfsPointer(bytes)) throw bad({ kind: "lfs-pointer", file: baseName(name) });
  if (isWebPage(bytes)) throw bad({ kind: "page", file: baseName(name) });
}

function isPickled({ name, bytes }: GivenFile): boolean {
  return isPickle({ name, start: bytes });
}

function baseName(path: string): string {
  return path.split("/").at(-1)!;
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}
