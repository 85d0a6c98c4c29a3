/** Keys and values of earlier tokens: growing CPU arrays, or GPU buffers written in place. */
import type { GpuDevice } from "../device/gpu";
import type { LlamaConfig } from "./llamaConfig";
import { pastKey, pastValue, presentKey, presentValue } from "./llamaGraph";
import { Tensor, type Feeds } from "../device/runtime";

export interface KeyValueCache {
  feeds(): Feeds;
  /** Where the present keys and values go, by name; null lets the runtime allocate them. */
  fetches(): Record<string, Tensor | null>;
  /** Takes over the present keys and values of a run. */
  accept(outputs: Feeds): void;
  /** Forgets all but the first `length` tokens of its only row. */
  truncate(length: number): void;
  /** A row's first `length` tokens, for another cache; only on the CPU. */
  row(row: number, length: number): Feeds;
  /** Begins with rows of other caches, padded to the longest; only on the CPU. */
  begin(rows: readonly Feeds[]): void;
  dispose(): void;
}

export function createKeyValueCache(
  config: LlamaConfig,
  rows: number,
  contextLength: number,
  gpu: GpuDevice | undefined,
): KeyValueCache {
  return gpu ? staticCache(config, rows, contextLength, gpu) : growingCache(config, rows);
}

/** ONNX Runtime copies CPU inputs at every run, so a short cache is a fast one. */
function growingCache(config: LlamaConfig, rows: number): KeyValueCache {
  let past: Feeds = {};
  const fetches: Record<string, null> = {};
  for (let layer = 0; layer < config.layers; layer++) {
    for (const name of [pastKey(layer), pastValue(layer)]) {
      const dims = [rows, config.kvHeads, 0, config.headSize];
      past[name] = new Tensor("float32", new Float32Array(0), dims);
    }
    fetches[presentKey(layer)] = fetches[presentValue(layer)] = null;
  }
  return {
    feeds: () => past,
    fetches: () => fetches,
    accept(outputs) {
      const next: Feeds = {};
      for (let layer = 0; layer < config.layers; layer++) {
        next[pastKey(layer)] = outputs[presentKey(layer)]!;
        next[pastValue(layer)] = outputs[presentValue(layer)]!;
      }
      past = next;
    },
    truncate: (length) => (past = ofRow(0, length)),
    row: ofRow,
    begin(kept) {
      const names = Object.keys(past);
      past = Object.fromEntries(
        names.map((name) => [name, stacked(kept.map((row) => row[name]!))]),
      );
    },
    dispose: () => (past = {}),
  };

  function ofRow(row: number, length: number): Feeds {
    return Object.fromEntries(
      Object.entries(past).map(([name, tensor]) => [
        name,
        firstTokens(tensor, row, length),
      ]),
    );
  }
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

/** Past and present are the same buffers, as long as the context; nothing is copied. */
function staticCache(
  config: LlamaConfig,
  rows: number,
  contextLength: number,
  gpu: GpuDevice,
): KeyValueCache {
  const dims = [rows, config.kvHeads, contextLength, config.headSize];
  const bytes = 4 * dims.reduce((product, size) => product * size, 1);
  const buffers: GPUBuffer[] = [];
  const past: Feeds = {};
  const present: Feeds = {};
  for (let layer = 0; layer < config.layers; layer++) {
    for (const [from, to] of [
      [pastKey(layer), presentKey(layer)],
      [pastValue(layer), presentValue(layer)],
    ] as const) {
      const buffer = gpu.createBuffer(bytes);
      buffers.push(buffer);
      past[from] = Tensor.fromGpuBuffer(buffer, { dataType: "float32", dims });
      present[to] = Tensor.fromGpuBuffer(buffer, { dataType: "float32", dims });
    }
  }
  return {
    feeds: () => past,
    fetches: () => present,
    accept: () => {},
    truncate: () => {},
    row: staysOnGpu,
    begin: staysOnGpu,
    dispose: () => buffers.forEach((buffer) => buffer.destroy()),
  };
}

function staysOnGpu(): never {
  throw new Error("Keys and values of the GPU are not moved between caches.");
}
