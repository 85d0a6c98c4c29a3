import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { judgeLogits, readGoldenLogits } from "../../../scripts/gpu/checkLogits";
import { readSafetensors } from "../../../src/formats/safetensors";
import { MODELS, recordsOf } from "../../../src/shared/models";
import { promptsOf } from "../../engine/goldenComparison";

const GOLDEN = fileURLToPath(new URL("../../fixtures/golden", import.meta.url));

describe("golden logits of", () => {
  it.each(recordsOf(MODELS, "base").map(({ id }) => id))(
    "%s are there, with an adapter and without",
    async (id) => {
      const found = (await readGoldenLogits(GOLDEN, id))!;
      const prompts = promptsOf(found.golden);
      for (const kind of ["base", "lora"]) {
        expect(prompts.filter((name) => name.startsWith(kind))).toHaveLength(4);
      }
      const tensors = readSafetensors(found.tensors);
      for (const { name } of found.golden.cases) {
        expect(tensors.has(`${name}.top_ids`), name).toBe(true);
      }
    },
  );

  it("a model that nobody has written them for are none", async () => {
    expect(await readGoldenLogits(GOLDEN, "unknown")).toBeNull();
  });
});

describe("logits pass", () => {
  const near = { name: "base.0.0", isTopSame: true, difference: 1e-4, divergence: 1e-8 };
  const compared = (...others: Partial<typeof near>[]) =>
    judgeLogits([
      ...Array.from({ length: 120 - others.length }, () => near),
      ...others.map((other) => ({ ...near, ...other })),
    ]);

  it("where they are near, one likeliest token of a hundred aside", () => {
    const check = compared({ isTopSame: false, divergence: 2e-3 });
    expect(check).toMatchObject({ positions: 120, largestDivergence: 2e-3 });
    expect(check.hasPassed).toBe(true);
  });

  it.each([
    ["other likeliest tokens", [{ isTopSame: false }, { isTopSame: false }]],
    ["another distribution at one position", [{ divergence: 3e-3 }]],
    ["a logit that is no number", [{ divergence: NaN }]],
  ])("but not with %s", (_, others) => {
    expect(compared(...others).hasPassed).toBe(false);
  });
});
