/** Adapters in GPU buffers: uploaded, or left there by a session that generated them. */
import type { LoraLayout, PackedAdapter } from "../../adapter/layout";
import type { PlacedAdapter } from "../../adapter/rows";
import type { AdapterOutputs } from "../device";
import type { Feeds } from "../runtime";
import type { Gpu } from "./gpu";

/** A group's tensors on the GPU, laid out as in `PackedAdapter`. */
export interface GpuGroup {
  A: GPUBuffer;
  B: GPUBuffer;
}

/** An adapter in memory and, until it is disposed, on the GPU. */
export class GpuAdapter implements PlacedAdapter {
  readonly packed: PackedAdapter;
  readonly groups: readonly GpuGroup[];

  constructor(packed: PackedAdapter, groups: readonly GpuGroup[]) {
    this.packed = packed;
    this.groups = groups;
  }

  dispose(): void {
    destroy(this.groups);
  }
}

export function uploadAdapter(gpu: Gpu, packed: PackedAdapter): GpuAdapter {
  const upload = (values: Float32Array): GPUBuffer => {
    const buffer = gpu.createBuffer(values.byteLength);
    gpu.write(buffer, values);
    return buffer;
  };
  return new GpuAdapter(
    packed,
    packed.groups.map(({ A, B }) => ({ A: upload(A), B: upload(B) })),
  );
}

/** Copies a session's outputs, whose buffers the runtime reuses, and reads them as well. */
export async function takeOutputs(
  gpu: Gpu,
  layout: LoraLayout,
  outputs: Feeds,
  named: readonly AdapterOutputs[],
): Promise<GpuAdapter> {
  const take = (name: string): GPUBuffer => {
    const output = outputs[name]!;
    const buffer = gpu.copyOf(output.gpuBuffer as GPUBuffer, 4 * output.size);
    output.dispose();
    return buffer;
  };
  const placed = named.map(({ A, B }) => ({ A: take(A), B: take(B) }));
  try {
    const groups = await Promise.all(
      layout.groups.map(async ({ in: size, out, slots }, index) => {
        const [{ rank }, { A, B }] = [named[index]!, placed[index]!];
        return {
          rank,
          A: await gpu.read(A, layout.layers * size * slots * rank),
          B: await gpu.read(B, layout.layers * slots * rank * out),
        };
      }),
    );
    gpu.throwUncaptured();
    return new GpuAdapter({ layout, groups }, placed);
  } catch (error) {
    destroy(placed);
    throw error;
  }
}

/** The buffers of an adapter that was placed here. */
export function groupsOnGpu(adapter: PlacedAdapter): readonly GpuGroup[] {
  if (adapter instanceof GpuAdapter) return adapter.groups;
  throw new Error("The adapter was not placed on the GPU.");
}

function destroy(groups: readonly GpuGroup[]): void {
  for (const { A, B } of groups) {
    A.destroy();
    B.destroy();
  }
}
