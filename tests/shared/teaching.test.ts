import { expect, test } from "vitest";
import { MODELS, recordsOf } from "../../src/shared/models";
import { defaultTeaching } from "../../src/shared/teaching";

const [SMALL, LARGE] = recordsOf(MODELS, "base");

test("more examples are taught for more steps, and a start at zero at a higher rate", () => {
  for (const base of recordsOf(MODELS, "base")) {
    const [few, many, zero] = [
      defaultTeaching(base, 4, false),
      defaultTeaching(base, 16, false),
      defaultTeaching(base, 4, true),
    ];
    expect(few.steps).toBeLessThanOrEqual(many.steps);
    expect(few.rate).toBeLessThan(zero.rate);
  }
});

test("a larger base model is taught at a lower rate", () => {
  const rate = (base: typeof SMALL) => defaultTeaching(base!, 4, false).rate;
  expect(rate(LARGE)).toBeLessThan(rate(SMALL));
});

test("a base model that was not measured is taught as the one nearest in size", () => {
  const own = (parameters: number) => defaultTeaching({ parameters }, 4, false);
  expect(own(1e9)).toEqual(defaultTeaching(LARGE!, 4, false));
  expect(own(3e8)).toEqual(defaultTeaching(LARGE!, 4, false));
  expect(own(2e8)).toEqual(defaultTeaching(SMALL!, 4, false));
  expect(own(1e6)).toEqual(defaultTeaching(SMALL!, 4, false));
});
