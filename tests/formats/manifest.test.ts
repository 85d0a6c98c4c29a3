import { describe, expect, it } from "vitest";
import type { FailureCode } from "../../src/shared/errors";
import { sayingInEnglish } from "../sayingInEnglish";
import { readCheckpointManifest } from "../../src/engine/hypernetwork/kinds";
import { manifestContent } from "./manifestContent";

const read = (changes: Record<string, unknown> = {}) =>
  readCheckpointManifest(JSON.stringify(manifestContent(changes)));
const { base, encoder, weights } = manifestContent();

describe("a valid manifest", () => {
  it("becomes plain data in TypeScript's names", () => {
    expect(read()).toMatchObject({
      id: "toy-t2l-l-sft",
      variant: "L",
      targetModules: ["q_proj", "v_proj"],
      rank: 4,
      scaling: 4,
      architecture: { latentSize: 16, headInputSize: 24 },
      encoder: { dimension: 12 },
      weights: { file: "hypernetwork.safetensors", bytes: 80_000 },
      evaluation: null,
    });
  });

  it("carries the evaluation when there is one", () => {
    const own = { score: 0.3, low: 0.25, high: 0.35 };
    const evaluation = { conditions: { own }, tasks: 69, examples_per_task: 16 };
    expect(read({ evaluation }).evaluation).toEqual({
      conditions: { own },
      tasks: 69,
      examplesPerTask: 16,
    });
  });

  it("carries what is left of a library of adapters, where it was made of one", () => {
    const share = { share: 1.02, low: 0.9, high: 1.1 };
    const library = { adapters: 2, saved: 0.8, share, tasks: ["to_upper", "to_lower"] };
    expect(read({ library }).library).toEqual(library);
    expect(read({}).library).toBe(null);
  });
});

const gist = {
  variant: "G",
  target_modules: ["q_proj", "k_proj", "v_proj"],
  rank: 16,
  scaling: 2,
  template_tokens: 9,
  shared_rank: 7,
  encoder: { ...encoder, pooling: "base" },
};

it("of a gist says the sizes of what the base reads", () => {
  expect(read(gist)).toMatchObject({
    variant: "G",
    architecture: { templateTokens: 9, sharedRank: 7 },
  });
});

describe("a manifest that cannot be trusted is refused, naming the key", () => {
  it.each<[Record<string, unknown>, FailureCode, RegExp]>([
    [{ format: "something-else" }, "bad-file", /"format"/],
    [{ version: 3 }, "unsupported-model", /version 3/],
    [{ text_rule: "shout" }, "unsupported-model", /“shout”/],
    [{ variant: "XL" }, "bad-file", /"variant" is "XL"/],
    [{ training: undefined }, "bad-file", /"training" is missing/],
    [{ base: { ...base, sha256: "abc" } }, "bad-file", /"base.sha256"/],
    [{ base: 7 }, "bad-file", /"base" is 7/],
    [{ encoder: { ...encoder, pooling: "cls" } }, "bad-file", /"encoder.pooling"/],
    [{ encoder: { ...encoder, normalize: false } }, "bad-file", /"encoder.normalize"/],
    [{ encoder: { ...encoder, pooling: "attention" } }, "bad-file", /"encoder.heads"/],
    [{ encoder: { ...encoder, dimension: 0 } }, "bad-file", /"encoder.dimension"/],
    [{ target_modules: [] }, "bad-file", /"target_modules"/],
    [{ target_modules: ["q_proj", "q_proj"] }, "bad-file", /"target_modules"/],
    [{ target_modules: ["q_proj", 3] }, "bad-file", /"target_modules\[1\]" is 3/],
    [{ rank: 1e9, scaling: 8 / Math.sqrt(1e9) }, "bad-file", /"rank"/],
    [{ rank: 2.5, scaling: 1 }, "bad-file", /"rank"/],
    [{ layers: 1e7 }, "bad-file", /"layers"/],
    [{ latent_size: 18 }, "bad-file", /"latent_size"/],
    [{ ...gist, shared_rank: 8 }, "bad-file", /"rank"/],
    [{ ...gist, target_modules: ["q_proj"] }, "bad-file", /"target_modules"/],
    [{ ...gist, encoder }, "bad-file", /"encoder.pooling"/],
    [{ encoder: gist.encoder }, "bad-file", /"encoder.pooling"/],
    [{ ...gist, shared_rank: 0 }, "bad-file", /"shared_rank"/],
    [{ use_rslora: false }, "bad-file", /"use_rslora"/],
    [{ scaling: 2 }, "bad-file", /"scaling" is 2/],
    [{ weights: { ...weights, file: "../secret" } }, "bad-file", /"weights.file"/],
    [{ weights: { ...weights, bytes: 1e12 } }, "bad-file", /"weights.bytes"/],
    [
      {
        evaluation: {
          conditions: { own: { score: 2, low: 0, high: 1 } },
          tasks: 1,
          examples_per_task: 1,
        },
      },
      "bad-file",
      /"evaluation.conditions.own.score"/,
    ],
  ])("%o", (changes, code, sentence) => {
    expect(() => read(changes)).toThrow(sayingInEnglish(sentence, code));
  });

  it.each(["", "{", "null", "[]", '"text"', "{}"])("%s", (text) => {
    expect(() => readCheckpointManifest(text)).toThrow(
      expect.objectContaining({ name: "AppError", code: "bad-file" }),
    );
  });
});
