import { expect, test } from "vitest";
import { createLoadingRate } from "../../../src/store/models/loadingRate";

test("says nothing before a second has been seen", () => {
  const rate = createLoadingRate();
  expect(rate.update(0, 100, 0)).toBeNull();
  expect(rate.update(10, 100, 500)).toBeNull();
});

test("divides what is left by the rate of the last seconds", () => {
  const rate = createLoadingRate();
  rate.update(0, 100, 0);
  expect(rate.update(20, 100, 2000)).toBeCloseTo(8);
  rate.update(20, 100, 20_000);
  expect(rate.update(60, 100, 22_000)).toBeCloseTo(2);
});

test("says nothing while the download stands still", () => {
  const rate = createLoadingRate();
  rate.update(50, 100, 0);
  expect(rate.update(50, 100, 3000)).toBeNull();
});
