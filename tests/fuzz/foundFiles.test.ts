/** Files that once hung a reader, filled the memory, or ended without a sentence. */
import { describe, expect, test } from "vitest";
import { loraLayout, TARGET_MODULES } from "../../src/engine/adapter/layout";
import { packImported } from "../../src/engine/adapter/imported";
import { readCheckpointManifest } from "../../src/engine/hypernetwork/kinds";
import { unzip } from "../../src/formats/lora/archive";
import { crc32 } from "../../src/formats/crc32";
import { readModulePattern } from "../../src/formats/lora/modulePattern";
import { readPeftConfig } from "../../src/formats/lora/peftConfig";
import { readExamples } from "../../src/formats/examples/readExamples";
import { readGguf } from "../../src/formats/gguf";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors";
import { readLibraryFile } from "../../src/store/library/file";
import { TINY_SIZES } from "../engine/hypernetwork/latentCases";
import { writeGguf } from "../formats/ggufWriter";
import { problemWords } from "../../src/ui/examples/problemWords";
import { textIn } from "../../src/ui/text/translation";
import { sayingInEnglish } from "../sayingInEnglish";
import { deflatedZip } from "./deflatedZip";
import { watch } from "./watching";

const MEGABYTE = 2 ** 20;
const LIMITS = { most: 500, mostRows: 20_000, longestInput: 4000, longestAnswer: 2000 };
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

/** The result of `read` on a text, which is watched; parsing it makes copies of its parts. */
async function watched<T>(text: string, read: (text: string) => T): Promise<T> {
  const { result } = await watch(4 * text.length, async () => read(text));
  return result;
}

describe("examples", () => {
  const most = (part: string) => part.repeat(Math.floor(7_900_000 / part.length));
  test.each<[string, string]>([
    ["spaces before a letter", `${most(" ")}x`],
    ["one cell of spaces", `a,b\n${" ".repeat(300_000)}x,y\n`],
    ["millions of cells in a line", most("a,")],
    ["millions of cells in many lines", `${"a,".repeat(2000)}\n`.repeat(1900)],
    ["millions of arrows", most("→")],
    ["quotation marks", most('"')],
    ["quotation marks inside cells", most('"a" b,"')],
    ["quotation marks behind spaces", most(', """a')],
    ["millions of values in a list", `[[${most('"a",')}"b"]]`],
    ["lists in lists", most("[\n")],
    ["keys", `{${Array.from({ length: 400_000 }, (_, key) => `"k${key}":1`).join()}}`],
  ])("%s, as large as a file may be", async (_name, text) => {
    const { examples, problems } = await watched(text, (whole) =>
      readExamples(whole, LIMITS),
    );
    expect(examples.length + problems.length).toBeLessThanOrEqual(LIMITS.mostRows);
  });

  test("a line of more cells than any table has names no more columns than a page can show", () => {
    const { width } = readExamples(`${"a,".repeat(30_000)}b\n`, LIMITS);
    expect(width).toBe(1000);
  });

  test("keys of any number and length are named in part", () => {
    const row = (key: string) =>
      JSON.stringify({ [key.repeat(900)]: 1, [`b${key}`]: {} });
    const wide = JSON.stringify([
      Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`k${at}`, null])),
    ]);
    for (const text of [`${row("{")}\n${row("🇨")}`, wide]) {
      const { problems, width } = readExamples(text, LIMITS);
      expect(problems.length).toBeGreaterThan(0);
      for (const { problem } of problems) {
        expect(problemWords(textIn("en"), problem, width).length).toBeLessThan(700);
      }
    }
  });

  test("an endless line takes none of the lines around it", () => {
    const text = `cat,animal\n${"a,".repeat(30_000)}b\nrose,plant\n`;
    const { examples, problems } = readExamples(text, LIMITS);
    expect(examples.map(({ input }) => input)).toEqual(["cat", "rose"]);
    expect(problems).toMatchObject([{ line: 2, problem: { kind: "cells" } }]);
  });

  test("what is left out of too many values is told", () => {
    const row = `[${"1,".repeat(40)}1]\n`;
    expect(readExamples(row.repeat(10_000), LIMITS).isCut).toBe(true);
  });
});

describe("patterns of a PEFT configuration", () => {
  const hostile = [
    "(a+)+b",
    "(.*)*x",
    "(\\w+\\.?)+!",
    "(.|.)(.|.)(.|.)(.|.)*x",
    "(((a*)*)*)*b",
  ];
  test.each(hostile)("%s ends", async (pattern) => {
    const path = `model.layers.0.${"a".repeat(60)}`;
    expect(await watched(pattern, (text) => readModulePattern(text)!.matches(path))).toBe(
      false,
    );
  });

  test.each([
    ["q_proj", "model.layers.0.self_attn.q_proj", true],
    ["q_proj", "model.layers.0.self_attn.xq_proj", false],
    ["^model\\.layers\\.(0|1)\\..*proj$", "model.layers.1.mlp.up_proj", true],
    ["^layers", "model.layers.1.mlp.up_proj", false],
    ["layers\\.\\d+\\.mlp\\.[a-z]+_proj", "model.layers.12.mlp.up_proj", true],
    ["layers\\.[^12]\\..*", "model.layers.1.mlp.up_proj", false],
    ["(?:up|down)_pro{1}j?", "model.layers.1.mlp.down_proj", true],
    ["layers\\.1{2,3}\\.x+?", "layers.111.xx", true],
    ["layers\\.1{2,3}\\.x", "layers.1.x", false],
  ])("%s on %s: %s", (pattern, path, expected) => {
    expect(readModulePattern(pattern)!.matches(path)).toBe(expected);
    expect(new RegExp(`^(.*\\.)?(${pattern})$`, "u").test(path)).toBe(expected);
  });

  test.each(["(?=a)b", "(a)\\1", "[", "(", "a**", "\\p{L}"])(
    "%s is refused",
    (pattern) => {
      const config = { r: 1, lora_alpha: 1, rank_pattern: { [pattern]: 1 } };
      expect(() => readPeftConfig(JSON.stringify(config))).toThrow(
        sayingInEnglish(/rank_pattern/, "bad-adapter"),
      );
    },
  );

  test("more of them than can be matched in time are refused", () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`a.*${index}.*`, 1]),
    );
    const config = { r: 1, lora_alpha: 1, alpha_pattern: many };
    expect(() => readPeftConfig(JSON.stringify(config))).toThrow(
      sayingInEnglish(/alpha_pattern/, "bad-adapter"),
    );
  });
});

describe("values that are deep or long are quoted in part", () => {
  test.each([nested(9000), `"${"a".repeat(100_000)}"`, `{"a":${nested(5000)}}`])(
    "%#",
    (value) => {
      expect(() => readCheckpointManifest(`{"format":${value}}`)).toThrow(
        sayingInEnglish(/^.{1,400}$/su, "bad-file"),
      );
      expect(() => readPeftConfig(`{"r":${value},"lora_alpha":1}`)).toThrow(
        sayingInEnglish(/^.{1,400}$/su, "bad-adapter"),
      );
      expect(() => readPeftConfig(`{"peft_type":${value}}`)).toThrow(
        sayingInEnglish(/^.{1,400}$/su, "bad-adapter"),
      );
      const library = `{"format":"text-to-lora-library","version":4,"entries":[${value}]}`;
      expect(readLibraryFile(library)).toEqual({
        status: "read",
        entries: [],
        refused: 1,
      });
    },
  );

  test("a tensor's name of megabytes", () => {
    const name = "lora".repeat(MEGABYTE);
    const file = writeSafetensors([{ name, shape: [2], values: new Float32Array(2) }]);
    expect(() => readSafetensors(file.subarray(0, -4))).toThrow(
      sayingInEnglish(/^.{1,400}$/su, "bad-file"),
    );
  });
});

describe("tensors", () => {
  const header = (entries: object) => {
    const json = new TextEncoder().encode(JSON.stringify(entries));
    const bytes = new Uint8Array(8 + json.length + 64);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    return bytes;
  };
  const whole = { dtype: "F32", shape: [16], data_offsets: [0, 64] };

  test("two in the same bytes are refused", () => {
    expect(readSafetensors(header({ a: whole })).size).toBe(1);
    expect(() => readSafetensors(header({ a: whole, b: whole }))).toThrow(
      sayingInEnglish(/tensor b/, "bad-file"),
    );
  });

  test.each([null, 1, {}, { dtype: "toString", shape: [16], data_offsets: [0, 64] }])(
    "an entry %j has a cause without a gap",
    (entry) => {
      expect(() => readSafetensors(header({ a: entry }))).toThrow(
        sayingInEnglish(/^(?!.*undefined).*\ba\b/su, "bad-file"),
      );
    },
  );

  test("two of a GGUF file in the same bytes are refused", () => {
    const tensor = { shape: [16], type: "F32", bytes: new Uint8Array(64) } as const;
    const file = writeGguf({
      metadata: {},
      tensors: [
        { ...tensor, name: "one" },
        { ...tensor, name: "two" },
      ],
    });
    expect(readGguf(file).tensors.size).toBe(2);
    // The second tensor's offset is the last number of the header.
    const offset = file.lastIndexOf(64, file.length - 129);
    file[offset] = 0;
    expect(() => readGguf(file)).toThrow(sayingInEnglish(/tensor two/, "bad-file"));
  });

  test("a GGUF list of more items than memory has room for is refused", async () => {
    const file = writeGguf({ metadata: {}, tensors: [] });
    const bytes = new Uint8Array(file.length + 24 * MEGABYTE);
    bytes.set(file);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(16, 1n, true);
    // A key without letters, a list, of bytes, of 20 million.
    view.setUint32(32, 9, true);
    view.setUint32(36, 0, true);
    view.setBigUint64(40, 20_000_000n, true);
    const read = watch(bytes.length, async () => readGguf(bytes));
    await expect(read).rejects.toThrow(
      sayingInEnglish(/20000000|20,000,000/, "bad-file"),
    );
  });

  test("one module of a high rank does not fill the memory with zeros", () => {
    const layout = loraLayout(300, TINY_SIZES, TARGET_MODULES);
    const target = { layout, projections: TINY_SIZES, base: "Toy" };
    const { in: size, out } = TINY_SIZES.q_proj;
    const module = (rank: number) => ({
      module: "q_proj",
      layer: 0,
      rank,
      in: size,
      out,
      A: new Float32Array(rank * size),
      B: new Float32Array(out * rank),
    });
    expect(packImported([module(8)], target, 1).groups).toHaveLength(4);
    expect(() => packImported([module(4096)], target, 1)).toThrow(
      sayingInEnglish(/rank/, "bad-adapter"),
    );
  });
});

describe("a .zip", () => {
  const everything = () => true;
  const zip = (bytes: Uint8Array) => deflatedZip([{ name: "a.safetensors", bytes }]);

  test("of zeros that would fill the memory is refused", async () => {
    const bomb = zip(new Uint8Array(200 * MEGABYTE));
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const read = watch(bomb.length, () => unzip(bomb, everything));
    await expect(read).rejects.toThrow(sayingInEnglish(/too large/, "bad-adapter"));
  });

  test("that says less than it unpacks to is refused", async () => {
    const file = zip(new Uint8Array(80 * MEGABYTE));
    const directory = file.length - 22 - 46 - "a.safetensors".length;
    new DataView(file.buffer).setUint32(directory + 24, 1000, true);
    const read = watch(file.length, () => unzip(file, everything));
    await expect(read).rejects.toThrow(sayingInEnglish(/zip/, "bad-adapter"));
  });

  test("with one bit changed in its content is refused", async () => {
    const content = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251);
    const file = zip(content);
    expect((await unzip(file, everything))[0]!.bytes).toEqual(content);
    const { length } = file;
    for (const at of [60, 200, Math.floor(length / 3)]) {
      const damaged = file.slice();
      damaged[at]! ^= 1;
      await expect(unzip(damaged, everything)).rejects.toThrow(
        sayingInEnglish(/zip/, "bad-adapter"),
      );
    }
  });

  test.each([
    ["", 0],
    ["123456789", 0xcbf43926],
    ["The quick brown fox jumps over the lazy dog", 0x414fa339],
  ])("has CRC-32 of %j", (text, checksum) => {
    expect(crc32(new TextEncoder().encode(text))).toBe(checksum);
  });
});
