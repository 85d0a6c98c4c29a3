import { describe, expect, it } from "vitest";
import { sayingInEnglish } from "../sayingInEnglish";
import {
  floatTensor,
  readSafetensors,
  writeSafetensors,
} from "../../src/formats/safetensors";
import { AppError } from "../../src/shared/errors";
import { randomStream } from "../../src/shared/random";

const MATRIX = {
  name: "matrix",
  shape: [2, 3],
  values: Float32Array.of(1, 2, 3, 4, 5, 6.5),
};
const VECTOR = { name: "vector", shape: [1], values: Float32Array.of(-1) };

/** A file with the header `header`, whatever it claims, and `dataBytes` of zeros. */
function fileWith(header: unknown, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

describe("writing and reading back", () => {
  it("keeps names, shapes and values", () => {
    const tensors = readSafetensors(writeSafetensors([MATRIX, VECTOR]));
    expect([...tensors.keys()]).toEqual(["matrix", "vector"]);
    expect([...floatTensor(tensors, "matrix", [2, 3])]).toEqual([...MATRIX.values]);
    expect([...floatTensor(tensors, "vector", [1])]).toEqual([-1]);
  });

  it("begins the data at a multiple of 8 and says that it is PyTorch's", () => {
    const bytes = writeSafetensors([MATRIX]);
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + headerLength));
    expect(JSON.parse(header)).toMatchObject({ __metadata__: { format: "pt" } });
    expect(bytes.length).toBe(8 + headerLength + MATRIX.values.byteLength);
  });

  it("widens half precision", () => {
    const header = { half: { dtype: "F16", shape: [2], data_offsets: [0, 4] } };
    const bytes = fileWith(header, 4);
    bytes.set([0x00, 0x3c, 0x00, 0xc0], bytes.length - 4);
    expect([...floatTensor(readSafetensors(bytes), "half", [2])]).toEqual([1, -2]);
  });
});

describe("a damaged file is refused with its fault", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["shorter than a header", new Uint8Array(5), /ends at byte 5/],
    ["header length beyond the file", new Uint8Array(16).fill(0xff), /a count of/],
    ["header not JSON", fileWith("{nonsense"), /not JSON/],
    ["header a list", fileWith([]), /"\$" is \[\]/],
    ["unknown type", fileWith({ a: { dtype: "Q9" } }), /tensor a has the type Q9/],
    ["entry without a place", fileWith({ a: { dtype: "F32", shape: [1] } }), /tensor a/],
    ["entry null", fileWith({ a: null }), /tensor a/],
    [
      "negative size",
      fileWith({ a: { dtype: "F32", shape: [-1], data_offsets: [0, 4] } }, 4),
      /tensor a has no valid shape/,
    ],
    [
      "data past the end",
      fileWith({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, 4),
      /tensor a runs past the end/,
    ],
    [
      "a shape of 10¹⁵ elements over four bytes",
      fileWith({ a: { dtype: "F32", shape: [1e5, 1e5, 1e5], data_offsets: [0, 4] } }, 4),
      /tensor a .*does not fit its shape/,
    ],
    [
      "offsets that run backwards",
      fileWith({ a: { dtype: "F32", shape: [1], data_offsets: [8, 4] } }, 8),
      /tensor a/,
    ],
  ])("%s", (_, bytes, sentence) => {
    expect(() => readSafetensors(bytes)).toThrow(sayingInEnglish(sentence));
    expect(() => readSafetensors(bytes)).toThrow(AppError);
  });

  it("names a tensor that is missing, misshapen or of a type without floats", () => {
    const tensors = readSafetensors(
      fileWith({ ids: { dtype: "I64", shape: [1], data_offsets: [0, 8] } }, 8),
    );
    expect(() => floatTensor(tensors, "weight", [1])).toThrow(
      sayingInEnglish(/weight is missing/),
    );
    expect(() => floatTensor(tensors, "ids", [2, 2])).toThrow(
      sayingInEnglish(/ids is 1, not 2 × 2/),
    );
    expect(() => floatTensor(tensors, "ids", [1])).toThrow(
      sayingInEnglish(/ids has the type I64/),
    );
  });
});

it("reads or refuses every truncated or altered file", () => {
  const file = writeSafetensors([MATRIX, VECTOR]);
  const random = randomStream(3);
  const damaged = [
    ...Array.from(file, (_, length) => file.slice(0, length)),
    ...Array.from({ length: 3000 }, () => {
      const copy = file.slice();
      for (let change = 0; change < 3; change++) {
        copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
      }
      return copy;
    }),
  ];
  let refused = 0;
  for (const bytes of damaged) {
    try {
      for (const [name, { shape, dtype }] of readSafetensors(bytes)) {
        if (dtype === "F32") floatTensor(new Map(readSafetensors(bytes)), name, shape);
      }
    } catch (error) {
      expect(error).toMatchObject({ name: "AppError", code: "bad-file" });
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(file.length);
});
