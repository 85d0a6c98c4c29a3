import { expect, it } from "vitest";
import { float16ToFloat32, float16ToNumber } from "../../src/formats/floats";

it.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0400, 2 ** -14],
  [0x0001, 2 ** -24],
  [0x83ff, -1023 * 2 ** -24],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
  [0x7e00, NaN],
])("reads the half %i as %d", (bits, value) => {
  expect(float16ToNumber(bits)).toBe(value);
});

it("reads little-endian halves at an odd address", () => {
  const bytes = Uint8Array.of(0xff, 0x00, 0x3c, 0x00, 0xc0).subarray(1);
  expect([...float16ToFloat32(bytes)]).toEqual([1, -2]);
});
