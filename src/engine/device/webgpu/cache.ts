/** Keys and values on the GPU: past and present are the same buffers, and nothing is copied. */
import { cacheNames, type CacheShape, type KeyValueCache } from "../cache";
import type { Feeds } from "../runtime";
import type { Gpu } from "./gpu";

export function staticCache(
  gpu: Gpu,
  shape: CacheShape,
  rows: number,
  contextLength: number,
): KeyValueCache {
  const dims = [rows, shape.kvHeads, contextLength, shape.headSize];
  const buffers: GPUBuffer[] = [];
  const [feeds, fetches]: [Feeds, Feeds] = [{}, {}];
  for (const { past, present } of cacheNames(shape)) {
    const buffer = gpu.createBuffer(gpu.bytesOf(dims));
    buffers.push(buffer);
    feeds[past] = gpu.asTensor(buffer, dims);
    fetches[present] = gpu.asTensor(buffer, dims);
  }
  return {
    feeds: () => feeds,
    fetches: () => fetches,
    accept: () => {},
    truncate: () => {},
    dispose: () => buffers.forEach((buffer) => buffer.destroy()),
  };
}
