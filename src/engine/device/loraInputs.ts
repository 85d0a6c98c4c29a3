/** LoRA of a batch's rows side by side, as arrays for a graph's inputs. */
import { INPUT_SCALE, inputA, inputB, type LoraLayout } from "../adapter/layout";
import { appliedB, columnsOfA, widestRow, type AdapterRow } from "../adapter/rows";
import { Tensor, type Feeds } from "./runtime";

/** The row scales, `[batch, 1, 1]`, where there is LoRA; a row without adapter has 0. */
export function scaleInput(layout: LoraLayout, rows: readonly AdapterRow[]): Feeds {
  if (layout.groups.length === 0) return {};
  const scales = Float32Array.from(rows, ({ adapter, scale }) => (adapter ? scale : 0));
  return { [INPUT_SCALE]: new Tensor("float32", scales, [rows.length, 1, 1]) };
}

interface InputValues {
  name: string;
  dims: number[];
  values: Float32Array;
}

/**
 * Every row's LoRA: A `[batch or 1, in, R]` and B `[batch or 1, R, out]` a layer and group, where
 * R is the widest row's; narrower rows and rows without adapter are padded with zeros. As inputs
 * are copied at every step, what all adapters share is there once, for all rows: the scale of a
 * row without adapter is 0.
 */
export function stackedLora(
  layout: LoraLayout,
  rows: readonly AdapterRow[],
): InputValues[] {
  return layout.groups.flatMap(({ group, in: size, out }, index) => {
    const R = widestRow(index, rows);
    const { A: sharedA, B: sharedB } = shared(rows, index);
    return Array.from({ length: layout.layers }, (_, layer): InputValues[] => {
      const ofLayer = (values: Float32Array | null, length: number) =>
        values?.subarray(layer * length, (layer + 1) * length);
      return [
        {
          name: inputA(layer, group),
          dims: [sharedA ? 1 : rows.length, size, R],
          values: ofLayer(sharedA, size * R) ?? stackedA(layout, index, layer, rows, R),
        },
        {
          name: inputB(layer, group),
          dims: [sharedB ? 1 : rows.length, R, out],
          values: ofLayer(sharedB, R * out) ?? stackedB(layout, index, layer, rows, R),
        },
      ];
    }).flat();
  });
}

/** A and B of a group where they are one and the same for all adapters, and apply in full. */
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

/** One layer's A of every row, `[batch, in, R]`. */
function stackedA(
  layout: LoraLayout,
  group: number,
  layer: number,
  rows: readonly AdapterRow[],
  R: number,
): Float32Array {
  const { in: size } = layout.groups[group]!;
  const A = new Float32Array(rows.length * size * R);
  rows.forEach(({ adapter }, row) => {
    if (!adapter) return;
    const values = adapter.packed.groups[group]!.A;
    const columns = columnsOfA(adapter.packed, group);
    for (let line = 0; line < size; line++) {
      const from = (layer * size + line) * columns;
      A.set(values.subarray(from, from + columns), (row * size + line) * R);
    }
  });
  return A;
}

/** One layer's B of every row, `[batch, R, out]`, as far as it applies. */
function stackedB(
  layout: LoraLayout,
  group: number,
  layer: number,
  rows: readonly AdapterRow[],
  R: number,
): Float32Array {
  const { out } = layout.groups[group]!;
  const B = new Float32Array(rows.length * R * out);
  rows.forEach((row, place) => {
    const { adapter } = row;
    if (!adapter) return;
    const values = adapter.packed.groups[group]!.B;
    const from = layer * columnsOfA(adapter.packed, group) * out;
    for (const { first, length } of appliedB(group, layer, row)) {
      B.set(
        values.subarray(from + first, from + first + length),
        place * R * out + first,
      );
    }
  });
  return B;
}
