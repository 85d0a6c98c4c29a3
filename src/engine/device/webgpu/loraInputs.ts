/** LoRA of a batch's rows on the GPU, copied from buffer to buffer. */
import { inputA, inputB, type LoraLayout } from "../../adapter/layout";
import { appliedB, haveSameRanks, widestRow, type AdapterRow } from "../../adapter/rows";
import type { LoraInputs } from "../device";
import { scaleInput, stackedLora } from "../loraInputs";
import { groupsOnGpu } from "./adapter";
import type { Gpu } from "./gpu";

/**
 * As `stackedLora`, but every row has its own A and B. Rows of unequal rank need padding inside
 * A's lines; they are stacked in memory and uploaded.
 */
export function gpuLoraInputs(
  gpu: Gpu,
  layout: LoraLayout,
  rows: readonly AdapterRow[],
): LoraInputs {
  const buffers: GPUBuffer[] = [];
  const feeds = scaleInput(layout, rows);
  const add = (name: string, dims: readonly number[]): GPUBuffer => {
    const buffer = gpu.createBuffer(gpu.bytesOf(dims));
    buffers.push(buffer);
    feeds[name] = gpu.asTensor(buffer, dims);
    return buffer;
  };
  if (haveSameRanks(rows)) copyRows(gpu, layout, rows, add);
  else {
    for (const { name, dims, values } of stackedLora(layout, rows)) {
      gpu.write(add(name, dims), values);
    }
  }
  return { feeds, dispose: () => buffers.forEach((buffer) => buffer.destroy()) };
}

/** `add` makes a zeroed buffer for an input. */
function copyRows(
  gpu: Gpu,
  layout: LoraLayout,
  rows: readonly AdapterRow[],
  add: (name: string, dims: readonly number[]) => GPUBuffer,
): void {
  const placed = rows.map(({ adapter }) => adapter && groupsOnGpu(adapter));
  const copies = gpu.startCopies();
  layout.groups.forEach(({ group, in: size, out }, index) => {
    const R = widestRow(index, rows);
    for (let layer = 0; layer < layout.layers; layer++) {
      const A = add(inputA(layer, group), [rows.length, size, R]);
      const B = add(inputB(layer, group), [rows.length, R, out]);
      rows.forEach((row, place) => {
        const tensors = placed[place]?.[index];
        if (!tensors) return;
        const bytesA = 4 * size * R;
        copies.copy(tensors.A, layer * bytesA, A, place * bytesA, bytesA);
        for (const { first, length } of appliedB(index, layer, row)) {
          const from = 4 * (layer * R * out + first);
          copies.copy(tensors.B, from, B, 4 * (place * R * out + first), 4 * length);
        }
      });
    }
  });
  copies.submit();
}
