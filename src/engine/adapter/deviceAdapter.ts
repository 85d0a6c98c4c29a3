/** Adapters where the base model's session reads them, and their rows side by side as inputs. */
import type { AdapterScope } from "../../shared/engine";
import type { GpuDevice } from "../device/gpu";
import {
  INPUT_SCALE,
  inputA,
  inputB,
  type LoraLayout,
  type PackedAdapter,
} from "./layout";
import { isSameScope } from "./scope";
import { Tensor, type Feeds } from "../device/runtime";

/** A group's tensors on the GPU, laid out as in `PackedAdapter`. */
export interface GpuGroup {
  A: GPUBuffer;
  B: GPUBuffer;
}

/** An adapter on the CPU, and on the GPU as well where the session runs there. */
export interface GeneratedAdapter {
  packed: PackedAdapter;
  gpu?: GpuGroup[];
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

/** Whether both rows read a text alike. */
export function isSameRow(left: AdapterRow, right: AdapterRow): boolean {
  if (left.adapter !== right.adapter) return false;
  if (left.adapter === null) return true;
  return (
    left.scale === right.scale && isSameScope(left.scope ?? null, right.scope ?? null)
  );
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
 * Every row's LoRA as inputs: A `[batch or 1, in, R]` and B `[batch or 1, R, out]` a layer and
 * group, where R is the widest row's; narrower rows and rows without adapter are padded with zeros.
 * ONNX Runtime copies them at every step, so what all adapters share is there once, for all rows:
 * the scale of a row without adapter is 0.
 */
export function cpuLoraInputs(layout: LoraLayout, rows: readonly AdapterRow[]): Feeds {
  const feeds = scaleInput(layout, rows);
  layout.groups.forEach(({ group, in: size, out }, index) => {
    const widest = Math.max(...rows.map(({ adapter }) => width(layout, index, adapter)));
    const { A: sharedA, B: sharedB } = shared(rows, index);
    for (let layer = 0; layer < layout.layers; layer++) {
      const ofLayer = (values: Float32Array | null, length: number) =>
        values?.subarray(layer * length, (layer + 1) * length);
      const A =
        ofLayer(sharedA, size * widest) ?? stackedA(layout, index, layer, rows, widest);
      const B =
        ofLayer(sharedB, widest * out) ?? stackedB(layout, index, layer, rows, widest);
      const dimsA = [sharedA ? 1 : rows.length, size, widest];
      const dimsB = [sharedB ? 1 : rows.length, widest, out];
      feeds[inputA(layer, group)] = new Tensor("float32", A, dimsA);
      feeds[inputB(layer, group)] = new Tensor("float32", B, dimsB);
    }
  });
  return feeds;
}

/** What of a group is one and the same for all adapters, and in full. */
function shared(
  rows: readonly AdapterRow[],
  group: number,
): { A: Float32Array | null; B: Float32Array | null } {
  const only = (values: readonly Float32Array[]) =>
    new Set(values).size === 1 ? values[0]! : null;
  const found = rows.flatMap(({ adapter }) => adapter?.packed.groups[group] ?? []);
  const isWhole = rows.every(({ adapter, scope }) => !adapter || !scope);
  return {
    A: only(found.map(({ A }) => A)),
    B: isWhole ? only(found.map(({ B }) => B)) : null,
  };
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

/** One layer's B of every row, `[batch, widest, out]`, as far as it applies. */
function stackedB(
  layout: LoraLayout,
  group: number,
  layer: number,
  rows: readonly AdapterRow[],
  widest: number,
): Float32Array {
  const { out } = layout.groups[group]!;
  const B = new Float32Array(rows.length * widest * out);
  rows.forEach((row, place) => {
    const { adapter } = row;
    if (!adapter) return;
    const values = adapter.packed.groups[group]!.B;
    const from = layer * width(layout, group, adapter) * out;
    for (const { first, length } of runsOfB(layout, group, layer, row)) {
      B.set(
        values.subarray(from + first, from + first + length),
        place * widest * out + first,
      );
    }
  });
  return B;
}

/** The row scales, `[batch, 1, 1]`, where there is LoRA; a row without adapter has 0. */
function scaleInput(layout: LoraLayout, rows: readonly AdapterRow[]): Feeds {
  if (layout.groups.length === 0) return {};
  const scales = Float32Array.from(rows, ({ adapter, scale }) => (adapter ? scale : 0));
  return { [INPUT_SCALE]: new Tensor("float32", scales, [rows.length, 1, 1]) };
}

/**
 * As `cpuLoraInputs`, but every row has its own A and B, copied from GPU buffer to GPU buffer.
 * Rows of unequal rank need padding inside A's lines, which only the CPU path does; their result
 * is uploaded.
 */
export function gpuLoraInputs(
  gpu: GpuDevice,
  layout: LoraLayout,
  rows: readonly AdapterRow[],
): { feeds: Feeds; dispose: () => void } {
  const ranks = new Set(rows.flatMap(({ adapter }) => (adapter ? ranksOf(adapter) : [])));
  const buffers: GPUBuffer[] = [];
  const feeds = scaleInput(layout, rows);
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
    const { [INPUT_SCALE]: _, ...tensors } = cpuLoraInputs(layout, rows);
    for (const [name, tensor] of Object.entries(tensors)) {
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
