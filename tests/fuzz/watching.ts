/** What every reader of a person's file keeps to, whatever the file: watched while it reads. */
import { getHeapStatistics } from "node:v8";

/** Milliseconds of computing after which a read counts as hanging; a busy machine adds to others. */
export const LONGEST_READ = 2000;
/** Bytes that a read may allocate beyond the file's own. */
export const MOST_BEYOND_FILE = 64 * 2 ** 20;

const ARRAYS = [
  "ArrayBuffer",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int8Array",
  "Uint16Array",
  "Int16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;
const SHARED = [Object, Array, String, Number, Boolean, Function, Map, Set, Uint8Array];

/** The breach of a reader's promises; the message says which. */
export class Breach extends Error {
  override readonly name = "Breach";
}

/**
 * Runs `read` on a file of `length` bytes; throws a Breach where it computed for more than 2 s,
 * allocated more than 64 MB beyond the file, or changed a shared prototype. Throws on what `read`
 * throws.
 */
export async function watch<T>(
  length: number,
  read: () => Promise<T>,
): Promise<{ result: T; milliseconds: number }> {
  const most = MOST_BEYOND_FILE + length;
  const shared = sharedKeys();
  const heap = getHeapStatistics().used_heap_size;
  arrayBytes = { asked: 0, most };
  replaceArrays(COUNTING);
  const elapsed = startClock();
  const outcome = await read().then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  const milliseconds = elapsed();
  replaceArrays(ORIGINAL);
  const grown = getHeapStatistics().used_heap_size - heap;
  if (milliseconds > LONGEST_READ) {
    throw new Breach(`It computed for ${Math.round(milliseconds)} ms.`);
  }
  if (arrayBytes.asked > most) {
    throw new Breach(`It asked for ${arrayBytes.asked} bytes of arrays.`);
  }
  if (grown > most) throw new Breach(`The heap grew by ${grown} bytes.`);
  if (sharedKeys() !== shared) throw new Breach("It changed a shared prototype.");
  if ("error" in outcome) throw outcome.error;
  return { result: outcome.result, milliseconds };
}

/** Milliseconds of a read that are taken as they pass: asking what was computed takes longer. */
const SHORT = 100;
let computed = { at: -Infinity, usage: process.cpuUsage() };

/**
 * A function that gives the milliseconds computed since now; up to SHORT of them are what passed,
 * and to more of them as many may be added.
 */
function startClock(): () => number {
  const startedAt = performance.now();
  if (startedAt - computed.at > SHORT) {
    computed = { at: startedAt, usage: process.cpuUsage() };
  }
  const { usage } = computed;
  return () => {
    const passed = performance.now() - startedAt;
    if (passed <= SHORT) return passed;
    const { user, system } = process.cpuUsage(usage);
    return (user + system) / 1000;
  };
}

function sharedKeys(): number {
  return SHARED.reduce(
    (sum, shared) =>
      sum +
      Reflect.ownKeys(shared).length +
      Reflect.ownKeys(shared.prototype as object).length,
    0,
  );
}

type ArrayType = (new (...parts: never[]) => object) & { BYTES_PER_ELEMENT?: number };

let arrayBytes = { asked: 0, most: Infinity };
const globals = globalThis as unknown as Record<string, ArrayType>;
const ORIGINAL = new Map(ARRAYS.map((name) => [name, globals[name]!]));
const COUNTING = new Map(ARRAYS.map((name) => [name, counting(globals[name]!)]));

function replaceArrays(types: ReadonlyMap<string, ArrayType>): void {
  for (const [name, type] of types) globals[name] = type;
}

/** The type with its bytes counted as they are asked for; views on a buffer ask for none. */
function counting(type: ArrayType): ArrayType {
  const width = type.BYTES_PER_ELEMENT ?? 1;
  return new Proxy(type, {
    construct(target, parts: never[], made) {
      const first: unknown = parts[0];
      // Before it is made: one that is too large would end the process.
      if (typeof first === "number") count(first * width);
      const array = Reflect.construct(target, parts, made) as ArrayBufferView;
      const isCopy = typeof first === "object" && !(first instanceof ArrayBuffer);
      if (isCopy) count(array.byteLength);
      return array;
    },
  });
}

function count(bytes: number): void {
  arrayBytes.asked += bytes;
  if (bytes > arrayBytes.most) throw new Breach(`It asked for ${bytes} bytes at once.`);
}
