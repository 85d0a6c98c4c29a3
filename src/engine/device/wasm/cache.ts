/** Keys and values in memory: ONNX Runtime copies them at every run, so a short cache is fast. */
import { cacheNames, type CacheShape, type GrowingCache } from "../cache";
import { Tensor, type Feeds } from "../runtime";

export function growingCache(shape: CacheShape, rows: number): GrowingCache {
  const names = cacheNames(shape);
  const dims = [rows, shape.kvHeads, 0, shape.headSize];
  let past: Feeds = Object.fromEntries(
    names.map((name) => [name.past, new Tensor("float32", new Float32Array(0), dims)]),
  );
  const fetches = Object.fromEntries(names.map(({ present }) => [present, null]));
  const rowOf = (row: number, length: number): Feeds =>
    Object.fromEntries(
      Object.entries(past).map(([name, tensor]) => [
        name,
        firstTokens(tensor, row, length),
      ]),
    );
  return {
    feeds: () => past,
    fetches: () => fetches,
    accept(outputs) {
      past = Object.fromEntries(names.map((name) => [name.past, outputs[name.present]!]));
    },
    truncate: (length) => (past = rowOf(0, length)),
    row: rowOf,
    begin(kept) {
      past = Object.fromEntries(
        names.map((name) => [name.past, stacked(kept.map((row) => row[name.past]!))]),
      );
    },
    dispose: () => (past = {}),
  };
}

/** `[rows, heads, tokens, size]` -> `[1, heads, length, size]` */
function firstTokens(tensor: Tensor, row: number, length: number): Tensor {
  const [rows, heads, tokens, size] = tensor.dims as [number, number, number, number];
  if (rows === 1 && tokens === length) return tensor;
  const values = tensor.data as Float32Array;
  const kept = new Float32Array(heads * length * size);
  for (let head = 0; head < heads; head++) {
    const from = (row * heads + head) * tokens * size;
    kept.set(values.subarray(from, from + length * size), head * length * size);
  }
  return new Tensor("float32", kept, [1, heads, length, size]);
}

/** `[1, heads, tokens, size]` each -> `[rows, heads, most tokens, size]`, zeros behind the shorter. */
function stacked(tensors: readonly Tensor[]): Tensor {
  const [, heads, , size] = tensors[0]!.dims as [number, number, number, number];
  const longest = Math.max(...tensors.map(({ dims }) => dims[2]!));
  const all = new Float32Array(tensors.length * heads * longest * size);
  tensors.forEach(({ data, dims }, row) => {
    const width = dims[2]! * size;
    for (let head = 0; head < heads; head++) {
      const part = (data as Float32Array).subarray(head * width, (head + 1) * width);
      all.set(part, (row * heads + head) * longest * size);
    }
  });
  return new Tensor("float32", all, [tensors.length, heads, longest, size]);
}
