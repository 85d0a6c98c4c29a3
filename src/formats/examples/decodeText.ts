/** Bytes of a text file as text: by its byte order mark, as UTF-8, or by a library's guess. */

/** By the names of the Encoding Standard. */
export const TEXT_ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "koi8-r",
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

export interface DecodedText {
  text: string;
  encoding: TextEncoding;
  /** Whether nothing in the file says so. */
  isGuess: boolean;
}

/** Names of the library that the Encoding Standard has others for. */
const NAMES: Record<string, TextEncoding> = {
  cp932: "shift_jis",
  cp949: "euc-kr",
  johab: "euc-kr",
};
/** Bytes that the library looks at; more takes longer and tells no more. */
const LOOKED_AT = 65_536;
/** A control character that texts have, those of East Asian encodings by shifts. */
const ESCAPE = 27;

/** `chosen` is the person's own choice. */
export async function decodeText(
  bytes: Uint8Array<ArrayBuffer>,
  chosen: TextEncoding | null = null,
): Promise<DecodedText> {
  const marked = markedEncoding(bytes);
  const encoding = chosen ?? marked;
  if (encoding) return decoded(bytes, encoding, false);
  const wide = wideEncoding(bytes);
  if (wide) return decoded(bytes, wide, true);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, encoding: "utf-8", isGuess: false };
  } catch {
    return decoded(bytes, await guessedEncoding(bytes), true);
  }
}

/** Whether the beginning of a file may be text in any of the encodings. */
export function mayBeText(bytes: Uint8Array): boolean {
  if (markedEncoding(bytes)) return true;
  const wide = wideEncoding(bytes);
  const offset = wide === "utf-16be" ? 1 : 0;
  const controls = bytes.filter((byte, index) => {
    const isHigh = wide !== null && index % 2 !== offset;
    return !isHigh && (byte < 9 || (byte > 13 && byte < 32 && byte !== ESCAPE));
  });
  return controls.length <= bytes.length / 100;
}

function decoded(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: TextEncoding,
  isGuess: boolean,
): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding, isGuess };
}

function markedEncoding(bytes: Uint8Array): TextEncoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** UTF-16 without a mark: tabs, line ends and Latin letters have a zero beside them. */
function wideEncoding(bytes: Uint8Array): TextEncoding | null {
  const zeros = [0, 0];
  const start = bytes.subarray(0, LOOKED_AT);
  start.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1;
  });
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) < start.length / 20) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

async function guessedEncoding(bytes: Uint8Array): Promise<TextEncoding> {
  const { detectAll } = await import("jschardet");
  const guesses = detectAll(bytes.subarray(0, LOOKED_AT));
  const known = guesses.flatMap(({ encoding }) => knownEncoding(encoding) ?? []);
  return known[0] ?? "windows-1252";
}

function knownEncoding(name: string | null): TextEncoding | undefined {
  const label = name?.toLowerCase() ?? "";
  if (NAMES[label]) return NAMES[label];
  try {
    const { encoding } = new TextDecoder(label);
    return TEXT_ENCODINGS.find((known) => known === encoding);
  } catch {
    return undefined;
  }
}
