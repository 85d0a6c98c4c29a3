/** Kinds of files by their first bytes, and pickles by their endings too. */

/** The beginning of a file with its name, or its path within the folder it came in. */
export interface FileHead {
  name: string;
  start: Uint8Array;
}

export function isZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, "PK\x03\x04") || startsWith(bytes, "PK\x05\x06");
}

export function isGguf(bytes: Uint8Array): boolean {
  return startsWith(bytes, "GGUF");
}

/** A header that begins with a brace behind its 64-bit length. */
export function isSafetensors(bytes: Uint8Array): boolean {
  return bytes[8] === 0x7b && bytes[7] === 0;
}

/** A pickle by its name or its first bytes; PyTorch's lie in a .zip of their own. */
export function isPickle({ name, start }: FileHead): boolean {
  if (/\.(bin|pt|pth|ckpt|pkl)$/iu.test(name)) return true;
  return start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5 && !isSafetensors(start);
}

/** The few lines that stand for a file which Git LFS keeps elsewhere. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return latinText(bytes, 200).trimStart().startsWith("version https://git-lfs");
}

export function isWebPage(bytes: Uint8Array): boolean {
  return /^<(!doctype html|html|head)/iu.test(latinText(bytes, 200).trimStart());
}

/**
 * The value of `general.type` of a GGUF file, "model" where none stands among its first entries,
 * as in files of before there were other types.
 */
export function ggufType(bytes: Uint8Array): string {
  const text = latinText(bytes, bytes.byteLength);
  const key = "general.type";
  const at = text.indexOf(key);
  if (at < 0) return "model";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Behind the key stand the type of a text in 32 bits, and its length in 64.
  const length = at + key.length + 4;
  if (length + 8 > bytes.byteLength) return "model";
  return text.slice(length + 8, length + 8 + view.getUint32(length, true));
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return latinText(bytes, signature.length) === signature;
}

/** The first bytes as text, a character each. */
function latinText(bytes: Uint8Array, length: number): string {
  return new TextDecoder("latin1").decode(bytes.subarray(0, length));
}
