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

/** Of every group; adapters with the same ones can lie beside each other unpadded. */
function ranksOf({ packed }: DeviceAdapter): string {
  return packed.groups.map(({ rank }) => rank).join();
}

/** Columns of A: slots of the group × rank, at least one so that no tensor is empty. */
function width(layout: LoraLayout, group: number, adapter: DeviceAdapter | null): number {
  return adapter ? layout.groups[group]!.slots * adapter.packed.groups[group]!.rank : 1;
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
  const { rank } = adapter.packed.groups[group]!;
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
 * Every row's LoRA as CPU inputs: A `[batch or 1, in, R]`, B `[batch, R, out]` times the row's
 * scale, a layer and group, where R is the widest row's; narrower rows and rows without adapter
 * are padded with zeros. ONNX Runtime copies them at every step, so an A that all rows share is
 * there once, and the scale costs no operator.
 */
export function cpuLoraInputs(layout: LoraLayout, rows: readonly AdapterRow[]): Feeds {
  const feeds: Feeds = {};
  layout.groups.forEach(({ group, in: size, out }, index) => {
    const widest = Math.max(...rows.map(({ adapter }) => width(layout, index, adapter)));
    const shared = sharedA(rows, index);
    for (let layer = 0; layer < layout.layers; layer++) {
      const A =
        shared?.subarray(layer * size * widest, (layer + 1) * size * widest) ??
        stackedA(layout, index, layer, rows, widest);
      const B = new Float32Array(rows.length * widest * out);
      rows.forEach((row, place) => {
        const { adapter, scale } = row;
        if (!adapter) return;
        const values = adapter.packed.groups[index]!.B;
        const from = layer * width(layout, index, adapter) * out;
        const to = place * widest * out;
        for (const { first, length } of runsOfB(layout, index, layer, row)) {
          for (let at = first; at < first + length; at++) {
            B[to + at] = scale * values[from + at]!;
          }
        }
      });
      const dimsA = [shared ? 1 : rows.length, size, widest];
      feeds[inputA(layer, group)] = new Tensor("float32", A, dimsA);
      feeds[inputB(layer, group)] = new Tensor("float32", B, [rows.length, widest, out]);
    }
  });
  return feeds;
}

/** The A of a group `[layers, in, R]` where every adapter has the same; else null. */
function sharedA(rows: readonly AdapterRow[], group: number): Float32Array | null {
  const found = new Set(
    rows.flatMap(({ adapter }) => adapter?.packed.groups[group]!.A ?? []),
  );
  return found.size === 1 ? [...found][0]! : null;
}

/** One layer's A of every row, `[batch, in, widest]`. */
function stackedA(
  layout: LoraLayout,
  group: number,
  layer: number,
  rows: readonly AdapterRow[],
  widest: number,
): Float32Array {
  const { in: size } = layout.groups[group]!;
  const A = new Float32Array(rows.length * size * widest);
  rows.forEach(({ adapter }, row) => {
    if (!adapter) return;
    const values = adapter.packed.groups[group]!.A;
    const R = width(layout, group, adapter);
    for (let line = 0; line < size; line++) {
      const from = (layer * size + line) * R;
      A.set(values.subarray(from, from + R), (row * size + line) * widest);
    }
  });
  return A;
}

/** The row scales, `[batch, 1, 1]`; a row without adapter has 0. */
function scaleInput(rows: readonly AdapterRow[]): Tensor {
  const scales = Float32Array.from(rows, ({ adapter, scale }) => (adapter ? scale : 0));
  return new Tensor("float32", scales, [rows.length, 1, 1]);
}

/**
 * As `cpuLoraInputs`, but rows are copied from GPU buffer to GPU buffer and their scales are an
 * input of their own. Rows of unequal rank need padding inside A's lines, which only the CPU path
 * does; their result is uploaded.
 */
export function gpuLoraInputs(
  gpu: GpuDevice,
  layout: LoraLayout,
  rows: readonly AdapterRow[],
): { feeds: Feeds; dispose: () => void } {
  const ranks = new Set(rows.flatMap(({ adapter }) => (adapter ? ranksOf(adapter) : [])));
  const buffers: GPUBuffer[] = [];
  const feeds: Feeds =
    layout.groups.length > 0 ? { [INPUT_SCALE]: scaleInput(rows) } : {};
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
    const unscaled = rows.map((row) => ({ ...row, scale: 1 }));
    for (const [name, tensor] of Object.entries(cpuLoraInputs(layout, unscaled))) {
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
