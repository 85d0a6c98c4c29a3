import { expect, test } from "vitest";
import { compareSketches } from "../../../src/store/adapter/sketch";

const SKETCH = [0.4, -1.2, 3.1, 0];

test("rounding is not a difference", () => {
  expect(
    compareSketches(
      SKETCH.map((value) => value * 1.0001),
      SKETCH,
    ),
  ).toBe("same-up-to-rounding");
});

test.each([
  ["other numbers", [0.4, 1.2, 3.1, 0]],
  ["another length", [0.4, -1.2, 3.1]],
  ["nothing", []],
])("%s are different", (_, linked) => {
  expect(compareSketches(linked, SKETCH)).toBe("different");
});
