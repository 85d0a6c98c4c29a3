/** A random adapter for a base model that no hypernetwork writes for. */
import type { LoraLayout, PackedAdapter } from "../src/engine/adapter/layout";
import { zeroAdapter } from "../src/engine/teaching/start";
import { randomStream } from "../src/shared/random";

/** A as a lesson begins with it; B uniform within ± the module's size, always the same. */
export function randomAdapter(
  layout: LoraLayout,
  rank: number,
  sizeOf: (module: string) => number,
): PackedAdapter {
  const packed = zeroAdapter(layout, rank, 1);
  const random = randomStream(2);
  packed.groups.forEach(({ B, rank: own }, index) => {
    const { slots, out, modules } = layout.groups[index]!;
    // Of each module its own block: what lies beside the blocks belongs to none.
    for (const { module, slot, offset, out: width } of modules) {
      const size = sizeOf(module);
      for (let row = 0; row < layout.layers * own; row++) {
        const layer = Math.floor(row / own);
        const from = ((layer * slots + slot) * own + (row % own)) * out + offset;
        for (let at = from; at < from + width; at++) B[at] = size * (2 * random() - 1);
      }
    }
  });
  return packed;
}
