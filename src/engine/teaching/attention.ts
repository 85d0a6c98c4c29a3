/** Causal attention of packed rows in a graph, and its derivative. */
import type { GraphBuilder } from "../device/graph";
import type { LlamaConfig } from "../base/llamaConfig";
import { algebra } from "./algebra";

/** Inputs that say where a row's tokens stand and what each may read. */
export const PLACES = {
  /** Cosine of each pair's angle, `[tokens, 1, 1, headSize / 2]`. */
  cos: "rotary.cos",
  /** Sine of each pair's angle, taken off the first half and added to the second: `[tokens, 1, 2, headSize / 2]`. */
  sin: "rotary.sin",
  /** 0 where a token (row) may read another (column), −1e9 elsewhere: `[tokens, tokens]`. */
  mask: "mask",
} as const;

export type HeadSizes = Pick<LlamaConfig, "heads" | "kvHeads" | "headSize">;

export function declarePlaces(builder: GraphBuilder, { headSize }: HeadSizes): void {
  const half = headSize / 2;
  builder.input(PLACES.cos, "float32", ["tokens", 1, 1, half]);
  builder.input(PLACES.sin, "float32", ["tokens", 1, 2, half]);
  builder.input(PLACES.mask, "float32", ["tokens", "tokens"]);
}

/** Queries and keys of all heads, and values: `[tokens, heads, headSize]`. */
export interface Heads {
  queriesAndKeys: string;
  values: string;
}

/** What attention reads: `Heads` whose queries and keys are rotated. */
export interface Projected {
  rotated: string;
  values: string;
}

/** What the group "attention_input" projects, `[1, tokens, q + k + v]`, by heads. */
export function addHeads(
  builder: GraphBuilder,
  { heads, kvHeads, headSize }: HeadSizes,
  qkv: string,
): Heads {
  const { split, reshape } = algebra(builder);
  const [queriesAndKeys, values] = split(
    qkv,
    [(heads + kvHeads) * headSize, kvHeads * headSize],
    -1,
  );
  return {
    queriesAndKeys: reshape(queriesAndKeys!, [-1, heads + kvHeads, headSize]),
    values: reshape(values!, [-1, kvHeads, headSize]),
  };
}

/** The derivative of `addHeads`. */
export function addHeadsBack(
  builder: GraphBuilder,
  { heads, kvHeads, headSize }: HeadSizes,
  { queriesAndKeys, values }: Heads,
): string {
  const { reshape, concatenate } = algebra(builder);
  return concatenate(
    [
      reshape(queriesAndKeys, [1, -1, (heads + kvHeads) * headSize]),
      reshape(values, [1, -1, kvHeads * headSize]),
    ],
    -1,
  );
}

/** RMSNorm of every head; `weights` `[heads + kvHeads, headSize]`. */
export function addHeadNorms(
  builder: GraphBuilder,
  queriesAndKeys: string,
  weights: string,
  epsilon: number,
): string {
  const { add, multiply, divide, mean, squareRoot } = algebra(builder);
  const square = mean(multiply(queriesAndKeys, queriesAndKeys));
  const size = squareRoot(add(square, builder.scalar(epsilon)));
  return multiply(divide(queriesAndKeys, size), weights);
}

/**
 * Rotary embedding of queries and keys in half-split order; a rotation's derivative is the rotation
 * back.
 */
export function addRotation(
  builder: GraphBuilder,
  { heads, kvHeads, headSize }: HeadSizes,
  queriesAndKeys: string,
  direction: "forth" | "back",
): string {
  const { reshape, split, concatenate, multiply, add, subtract } = algebra(builder);
  const pairs = reshape(queriesAndKeys, [-1, heads + kvHeads, 2, headSize / 2]);
  const [first, second] = split(pairs, [1, 1], 2);
  const turned = multiply(concatenate([second!, first!], 2), PLACES.sin);
  const kept = multiply(pairs, PLACES.cos);
  const sum = direction === "forth" ? add(kept, turned) : subtract(kept, turned);
  return reshape(sum, [-1, heads + kvHeads, headSize]);
}

/** Attention before it is mixed: `share` query heads read one key head. */
interface Attention {
  /** `[kvHeads, share, tokens, headSize]` */
  queries: string;
  /** `[kvHeads, 1, tokens, headSize]` */
  keys: string;
  values: string;
  /** How much a token reads of each other, `[kvHeads, share, tokens, tokens]`. */
  shares: string;
}

function attend(
  builder: GraphBuilder,
  { heads, kvHeads, headSize }: HeadSizes,
  { rotated, values }: Projected,
): Attention {
  const { split, reshape, transpose, product, multiply, add, softmax } = algebra(builder);
  const [q, k] = split(rotated, [heads, kvHeads], 1);
  const byHead = (x: string, share: number) =>
    transpose(reshape(x, [-1, kvHeads, share, headSize]), [1, 2, 0, 3]);
  const queries = byHead(q!, heads / kvHeads);
  const keys = byHead(k!, 1);
  const scores = multiply(
    product(queries, transpose(keys, [0, 1, 3, 2])),
    builder.scalar(headSize ** -0.5),
  );
  return {
    queries,
    keys,
    values: byHead(values, 1),
    shares: softmax(add(scores, PLACES.mask)),
  };
}

/** What every token reads, all heads side by side: `[1, tokens, heads · headSize]`. */
export function addAttention(
  builder: GraphBuilder,
  sizes: HeadSizes,
  projected: Projected,
): string {
  const attention = attend(builder, sizes, projected);
  return mixed(builder, sizes, attention);
}

function mixed(
  builder: GraphBuilder,
  { heads, headSize }: HeadSizes,
  { shares, values }: Attention,
): string {
  const { product, transpose, reshape } = algebra(builder);
  const read = transpose(product(shares, values), [2, 0, 1, 3]);
  return reshape(read, [1, -1, heads * headSize]);
}

/**
 * What the attention gave, computed again, and its derivative as a function: from that of what it
 * gave `[1, tokens, heads · headSize]` to those of `projected`.
 */
export function addAttentionBack(
  builder: GraphBuilder,
  sizes: HeadSizes,
  projected: Projected,
): { attended: string; back(gradient: string): Projected } {
  const { heads, kvHeads, headSize } = sizes;
  const attention = attend(builder, sizes, projected);
  const { queries, keys, values, shares } = attention;
  const { reshape, transpose, product, multiply, subtract, sum, sumAway, concatenate } =
    algebra(builder);
  const byToken = (x: string, count: number) =>
    reshape(transpose(x, [2, 0, 1, 3]), [-1, count, headSize]);
  /** The sum over the query heads that read a key head. */
  const ofKeyHead = (x: string) => transpose(sumAway(x, 1), [1, 0, 2]);
  return {
    attended: mixed(builder, sizes, attention),
    back(gradient) {
      const read = transpose(
        reshape(gradient, [-1, kvHeads, heads / kvHeads, headSize]),
        [1, 2, 0, 3],
      );
      const ofShares = product(read, transpose(values, [0, 1, 3, 2]));
      const centred = subtract(ofShares, sum(multiply(ofShares, shares)));
      const ofScores = multiply(
        multiply(shares, centred),
        builder.scalar(headSize ** -0.5),
      );
      const ofKeys = ofKeyHead(product(transpose(ofScores, [0, 1, 3, 2]), queries));
      return {
        rotated: concatenate([byToken(product(ofScores, keys), heads), ofKeys], 1),
        values: ofKeyHead(product(transpose(shares, [0, 1, 3, 2]), read)),
      };
    },
  };
}
