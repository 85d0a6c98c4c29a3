/** Pairs of A and B from the tensors of an adapter's file. */
import type { AdapterModule } from "./adapter";
import { bad } from "./archive";

/** One of the two matrices of a module. */
export interface TensorHalf {
  /** Name in the file. */
  name: string;
  layer: number;
  module: string;
  half: "A" | "B";
  shape: readonly number[];
  read(): Float32Array;
}

/** Place of a module in the model, with the rank that its tensors have. */
export interface ModulePlace {
  name: string;
  layer: number;
  module: string;
  rank: number;
}

/** The modules with `scalingOf` each multiplied into its B; every half has its other. */
export function pairModules(
  halves: readonly TensorHalf[],
  scalingOf: (place: ModulePlace) => number,
): AdapterModule[] {
  const pairs = new Map<string, { A?: TensorHalf; B?: TensorHalf }>();
  for (const half of halves) {
    const key = `${half.layer} ${half.module}`;
    const pair = pairs.get(key) ?? {};
    if (pair[half.half]) throw bad({ kind: "twice", tensor: half.name });
    pairs.set(key, { ...pair, [half.half]: half });
  }
  if (pairs.size === 0) throw bad({ kind: "no-tensors" });
  return [...pairs.values()].map(({ A, B }) => {
    if (!A || !B) {
      const { name, half } = (A ?? B)!;
      throw bad({ kind: "lone-half", tensor: name, missing: half === "A" ? "B" : "A" });
    }
    return pairOf(A, B, scalingOf);
  });
}

function pairOf(
  A: TensorHalf,
  B: TensorHalf,
  scalingOf: (place: ModulePlace) => number,
): AdapterModule {
  const [rank = 0, size = 0] = A.shape;
  const [out = 0, ofB = 0] = B.shape;
  if (rank === 0 || A.shape.length !== 2 || B.shape.length !== 2 || ofB !== rank) {
    throw bad({ kind: "tensor-rank", tensor: B.name, found: ofB, expected: rank });
  }
  const { layer, module, name } = A;
  const scaling = scalingOf({ name, layer, module, rank });
  const scaled = B.read().map((value) => scaling * value);
  const a = A.read();
  for (const [values, { name: tensor }] of [
    [a, A],
    [scaled, B],
  ] as const) {
    if (!values.every(Number.isFinite)) throw bad({ kind: "not-finite", tensor });
  }
  return { module, layer, rank, in: size, out, A: a, B: scaled };
}
