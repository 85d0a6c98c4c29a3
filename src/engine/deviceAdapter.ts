/** Adapters where the base model's session reads them, and their rows side by side as inputs. */
import type { AdapterScope } from "../shared/engine";
import type { GpuDevice } from "./gpu";
import {
  INPUT_SCALE,
  inputA,
  inputB,
  type LoraLayout,
  type PackedAdapter,
} from "./loraLayout";
import { Tensor, type Feeds } from "./runtime";

/** A group's tensors on the GPU, laid out as in `PackedAdapter`. */
export interface GpuGroup {
  A: GPUBuffer;
  B: GPUBuffer;
}

/** An adapter the session can read; `gpu` is null on WebAssembly. */
export interface DeviceAdapter {
  packed: PackedAdapter;
  gpu: GpuGroup[] | null;
  dispose: () => void;
}

/** One batch row: an adapter or none, what multiplies it (scaling × strength), what applies. */
export interface AdapterRow {
  adapter: DeviceAdapter | null;
  scale: number;
  /** Absent or null: all of the adapter. */
  scope?: AdapterScope | null;
}

/** Columns of A: slots of the group × rank, at least one so that no tensor is empty. */
function width(layout: LoraLayout, group: number, adapter: DeviceAdapter | null): number {
  return adapter ? layout.groups[group]!.slots * adapter.packed.rank : 1;
}

/**
 * Runs of a layer's B `[R, out]` that apply; the others stay 0, and so does their part of B A.
 */
function runsOfB(
  layout: LoraLayout,
  group: number,
  layer: number,
  { adapter, scope }: AdapterRow,
): { first: number; length: number }[] {
  if (!adapter) return [];
  const { out, slots, modules } = layout.groups[group]!;
  const { rank } = adapter.packed;
  if (!scope) return [{ first: 0, length: slots * rank * out }];
  if (layer < scope.firstLayer || layer > scope.lastLayer) return [];
  return modules
    .filter(({ module }) => scope.modules.includes(module))
    .flatMap(({ slot, offset, out: length }) =>
      Array.from({ length: rank }, (_, row) => ({
        first: (slot * rank + row) * out + offset,
        length,
      })),
    );
}

/**
 * Every row's LoRA as CPU inputs: A `[batch, in, R]`, B `[batch, R, out]` a layer and group,
 * where R is the widest row's; narrower rows and rows without adapter are padded with zeros.
 */
export function cpuLoraInputs(layout: LoraLayout, rows: readonly AdapterRow[]): Feeds {
  const feeds: Feeds = {};
  layout.groups.forEach(({ group, in: size, out }, index) => {
    const widest = Math.max(...rows.map(({ adapter }) => width(layout, index, adapter)));
    for (let layer = 0; layer < layout.layers; layer++) {
      const A = new Float32Array(rows.length * size * widest);
      const B = new Float32Array(rows.length * widest * out);
      rows.forEach(({ adapter }, row) => {
        if (!adapter) return;
        const tensors = adapter.packed.groups[index]!;
        const R = width(layout, index, adapter);
        for (let line = 0; line < size; line++) {
          const from = (layer * size + line) * R;
          A.set(tensors.A.subarray(from, from + R), (row * size + line) * widest);
        }
        for (const { first, length } of runsOfB(layout, index, layer, rows[row]!)) {
          const from = layer * R * out + first;
          B.set(tensors.B.subarray(from, from + length), row * widest * out + first);
        }
      });
      feeds[inputA(layer, group)] = new Tensor("float32", A, [rows.length, size, widest]);
      feeds[inputB(layer, group)] = new Tensor("float32", B, [rows.length, widest, out]);
    }
  });
  return feeds;
}

/** The row scales, `[batch, 1, 1]`; a row without adapter has 0. */
export function scaleInput(rows: readonly AdapterRow[]): Feeds {
  const scales = Float32Array.from(rows, ({ adapter, scale }) => (adapter ? scale : 0));
  return { [INPUT_SCALE]: new Tensor("float32", scales, [rows.length, 1, 1]) };
}

/**
 * As `cpuLoraInputs`, but rows are copied from GPU buffer to GPU buffer. Rows of unequal rank
 * need padding inside A's lines, which only the CPU path does; their result is uploaded.
 */
export function gpuLoraInputs(
  gpu: GpuDevice,
  layout: LoraLayout,
  rows: readonly AdapterRow[],
): { feeds: Feeds; dispose: () => void } {
  const ranks = new Set(rows.flatMap(({ adapter }) => adapter?.packed.rank ?? []));
  const buffers: GPUBuffer[] = [];
  const feeds: Feeds = {};
  const add = (name: string, dims: readonly number[], values?: Float32Array) => {
    const buffer = gpu.createBuffer(
      4 * dims.reduce((product, size) => product * size, 1),
    );
    if (values) gpu.write(buffer, values);
    buffers.push(buffer);
    feeds[name] = Tensor.fromGpuBuffer(buffer, { dataType: "float32", dims });
    return buffer;
  };
  if (ranks.size > 1) {
    for (const [name, tensor] of Object.entries(cpuLoraInputs(layout, rows))) {
      add(name, tensor.dims, tensor.data as Float32Array);
    }
  } else {
    const copies = gpu.startCopies();
    layout.groups.forEach(({ group, in: size, out }, index) => {
      const R = Math.max(...rows.map(({ adapter }) => width(layout, index, adapter)));
      for (let layer = 0; layer < layout.layers; layer++) {
        const A = add(inputA(layer, group), [rows.length, size, R]);
        const B = add(inputB(layer, group), [rows.length, R, out]);
        rows.forEach(({ adapter }, row) => {
          const tensors = adapter?.gpu?.[index];
          if (!tensors) return;
          copies.copy(
            tensors.A,
            4 * layer * size * R,
            A,
            4 * row * size * R,
            4 * size * R,
          );
          for (const { first, length } of runsOfB(layout, index, layer, rows[row]!)) {
            const from = 4 * (layer * R * out + first);
            copies.copy(tensors.B, from, B, 4 * (row * R * out + first), 4 * length);
          }
        });
      }
    });
    copies.submit();
  }
  return { feeds, dispose: () => buffers.forEach((buffer) => buffer.destroy()) };
}
