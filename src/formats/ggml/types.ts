/** The tensor types of GGUF files, and which of them can be read here. */

/** Name of a readable type, as ggml calls it. */
export type GgmlTypeName = keyof typeof GGML_TYPES;

/** Readable types: number in the file, weights and bytes of a block. */
export const GGML_TYPES = {
  F32: { number: 0, elements: 1, bytes: 4 },
  F16: { number: 1, elements: 1, bytes: 2 },
  BF16: { number: 30, elements: 1, bytes: 2 },
  Q4_0: { number: 2, elements: 32, bytes: 18 },
  Q4_1: { number: 3, elements: 32, bytes: 20 },
  Q5_0: { number: 6, elements: 32, bytes: 22 },
  Q5_1: { number: 7, elements: 32, bytes: 24 },
  Q8_0: { number: 8, elements: 32, bytes: 34 },
  Q2_K: { number: 10, elements: 256, bytes: 84 },
  Q3_K: { number: 11, elements: 256, bytes: 110 },
  Q4_K: { number: 12, elements: 256, bytes: 144 },
  Q5_K: { number: 13, elements: 256, bytes: 176 },
  Q6_K: { number: 14, elements: 256, bytes: 210 },
  IQ4_NL: { number: 20, elements: 32, bytes: 18 },
} as const;

/** Names of common types that cannot be read, for the message. */
const UNREADABLE: Record<number, string> = {
  9: "Q8_1",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  21: "IQ3_S",
  22: "IQ2_S",
  23: "IQ4_XS",
  28: "F64",
  29: "IQ1_M",
  34: "TQ1_0",
  35: "TQ2_0",
  39: "MXFP4",
};

const NAMES = Object.keys(GGML_TYPES) as GgmlTypeName[];
const BY_NUMBER = new Map<number, GgmlTypeName>(
  NAMES.map((name) => [GGML_TYPES[name].number, name]),
);

/** The type with this number in the file; null where it cannot be read. */
export function readableType(number: number): GgmlTypeName | null {
  return BY_NUMBER.get(number) ?? null;
}

/** Name for messages of a type that cannot be read. */
export function unreadableType(number: number): string {
  return UNREADABLE[number] ?? `ggml type ${number}`;
}

/** Names of all readable types, for the message. */
export const READABLE_TYPES = NAMES.join(", ");
