/** Damage done to the bytes of files: what disks, networks and hostile people do to them. */
import fc from "fast-check";

export type Edit =
  | { kind: "flip"; at: Place; bit: number }
  | { kind: "byte"; at: Place; byte: number }
  | { kind: "number"; at: Place; width: 2 | 4 | 8; value: bigint }
  | { kind: "cut"; at: Place; length: number }
  | { kind: "end"; at: Place }
  | { kind: "copy"; at: Place; from: Place; length: number }
  | { kind: "token"; at: Place; token: number; times: number }
  | { kind: "overwrite"; at: Place; token: number }
  | { kind: "splice"; at: Place; file: number; from: Place };

/** Counted from the beginning, from the end, or as a share of the length. */
interface Place {
  from: "start" | "end" | "share";
  offset: number;
}

/** The file to begin with, and what is done to it, one edit after the other. */
export interface Mutation {
  file: number;
  edits: Edit[];
}

const NUMBERS = [
  0n,
  1n,
  2n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
];
const MOST_EDITS = 6;
/** A text that grows beyond this is cut: what is looked for needs no more. */
const LONGEST = 2 ** 20;

const place: fc.Arbitrary<Place> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ from: fc.constant("start" as const), offset: fc.nat(400) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ from: fc.constant("end" as const), offset: fc.nat(100) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ from: fc.constant("share" as const), offset: fc.nat(65_535) }),
  },
);

/** `files` files to begin with, and `tokens` texts that their format knows. */
export function mutations(files: number, tokens: number): fc.Arbitrary<Mutation> {
  const token = fc.nat(Math.max(0, tokens - 1));
  const kinds: fc.Arbitrary<Edit>[] = [
    fc.record({ kind: fc.constant("flip" as const), at: place, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant("byte" as const), at: place, byte: fc.nat(255) }),
    fc.record({
      kind: fc.constant("number" as const),
      at: place,
      width: fc.constantFrom(2 as const, 4 as const, 8 as const),
      value: fc.oneof(fc.constantFrom(...NUMBERS), fc.bigInt({ min: 0n, max: 5000n })),
    }),
    fc.record({ kind: fc.constant("cut" as const), at: place, length: fc.nat(64) }),
    fc.record({ kind: fc.constant("end" as const), at: place }),
    fc.record({
      kind: fc.constant("copy" as const),
      at: place,
      from: place,
      length: fc.nat(256),
    }),
    fc.record({
      kind: fc.constant("token" as const),
      at: place,
      token,
      times: fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 1, max: 4 }) },
        { weight: 2, arbitrary: fc.integer({ min: 5, max: 3000 }) },
      ),
    }),
    fc.record({ kind: fc.constant("overwrite" as const), at: place, token }),
    fc.record({
      kind: fc.constant("splice" as const),
      at: place,
      file: fc.nat(files - 1),
      from: place,
    }),
  ];
  return fc.record({
    file: fc.nat(files - 1),
    edits: fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: MOST_EDITS }),
  });
}

/** The bytes that a mutation makes; `files` and `tokens` are those it was drawn for. */
export function mutate(
  { file, edits }: Mutation,
  files: readonly Uint8Array[],
  tokens: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(files[file]!);
  for (const edit of edits) bytes = edited(bytes, edit, files, tokens);
  return bytes;
}

function edited(
  bytes: Uint8Array<ArrayBuffer>,
  edit: Edit,
  files: readonly Uint8Array[],
  tokens: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const at = positionOf(edit.at, bytes.length);
  switch (edit.kind) {
    case "flip":
      if (at < bytes.length) bytes[at]! ^= 1 << edit.bit;
      return bytes;
    case "byte":
      if (at < bytes.length) bytes[at] = edit.byte;
      return bytes;
    case "number":
      for (let index = 0; index < edit.width && at + index < bytes.length; index++) {
        bytes[at + index] = Number((edit.value >> BigInt(8 * index)) & 0xffn);
      }
      return bytes;
    case "cut":
      return joined([bytes.subarray(0, at), bytes.subarray(at + edit.length)]);
    case "end":
      return bytes.slice(0, at);
    case "copy": {
      const from = positionOf(edit.from, bytes.length);
      const copied = bytes.slice(from, from + edit.length);
      return joined([bytes.subarray(0, at), copied, bytes.subarray(at)]);
    }
    case "token": {
      const token = tokens[edit.token];
      if (!token) return bytes;
      const run = Array.from<Uint8Array>({ length: edit.times }).fill(token);
      return joined([bytes.subarray(0, at), ...run, bytes.subarray(at)]);
    }
    case "overwrite": {
      const token = tokens[edit.token]?.subarray(0, bytes.length - at);
      if (token) bytes.set(token, at);
      return bytes;
    }
    case "splice": {
      const other = files[edit.file]!;
      const from = positionOf(edit.from, other.length);
      return joined([bytes.subarray(0, at), other.subarray(from)]);
    }
    default:
      return edit satisfies never;
  }
}

function positionOf({ from, offset }: Place, length: number): number {
  if (from === "start") return Math.min(offset, length);
  if (from === "end") return Math.max(0, length - offset);
  return Math.floor((offset / 65_536) * length);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes.length > Math.max(LONGEST, 2 * (parts[0]?.length ?? 0))
    ? bytes.slice(0, LONGEST)
    : bytes;
}
