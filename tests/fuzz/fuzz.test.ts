/** A few thousand files for each reader, the same every time; `npm run fuzz` reads as many as wanted. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGguf } from "../../src/formats/gguf";
import { AppError } from "../../src/shared/errors";
import { fuzz, READERS } from "./fuzzing";
import type { FuzzedReader } from "./reader";
import { watch } from "./watching";

const RUNS = 300;

describe("damaged and hostile files are read or refused with a sentence", () => {
  test.each(READERS.map((reader) => [reader.name, reader] as const))(
    "%s",
    async (_name, reader) => {
      const { found, runs, read } = await fuzz(reader, { seed: 20_261, runs: RUNS });
      expect(found?.report ?? "").toBe("");
      expect(runs).toBe(RUNS);
      // Some are whole enough to be read, and some are not.
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(RUNS);
    },
  );
});

/** A reader of five bytes that breaks a promise once the first is large. */
function broken(breakIt: () => unknown): FuzzedReader {
  const files = fc
    .uint8Array({ minLength: 5, maxLength: 5 })
    .map((bytes) => ({ make: async () => new Uint8Array(bytes) }));
  return {
    name: "broken",
    files,
    async read(bytes) {
      if (bytes[0]! > 250) await breakIt();
      return "read";
    },
  };
}

describe("a broken promise is found", () => {
  const held: unknown[] = [];
  const polluted = Object.prototype as unknown as Record<string, unknown>;
  test.each<[string, () => unknown, RegExp]>([
    ["an error of no kind", () => JSON.parse("{"), /SyntaxError/],
    ["a hang", () => compute(2200), /computed for \d+ ms/],
    ["an array that is too large", () => new Uint8Array(2 ** 27), /134217728 bytes/],
    [
      "many arrays",
      () => Array.from({ length: 100 }, () => new Float32Array(2 ** 18)),
      /asked for \d+ bytes of arrays/,
    ],
    [
      "a large heap",
      () => held.push(Array.from({ length: 2 ** 21 }, (_, index) => ({ index }))),
      /heap grew/,
    ],
    ["a changed prototype", () => void (polluted["polluted"] = 1), /shared prototype/],
  ])("%s", async (_name, breakIt, report) => {
    try {
      const { found } = await fuzz(broken(breakIt), {
        seed: 1,
        runs: 2000,
        shrinks: false,
      });
      expect(found?.report).toMatch(report);
      expect(found?.bytes[0]).toBeGreaterThan(250);
    } finally {
      delete polluted["polluted"];
      held.length = 0;
    }
  });

  test("what a reader throws is passed on", async () => {
    const read = watch(0, async () => readGguf(new Uint8Array(3)));
    await expect(read).rejects.toBeInstanceOf(AppError);
  });
});

function compute(milliseconds: number): void {
  const started = process.cpuUsage();
  while (process.cpuUsage(started).user < 1000 * milliseconds) {
    // Asking for the time is slow itself on some machines.
    for (let sum = 0; sum < 1e7; sum++);
  }
}
