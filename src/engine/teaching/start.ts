/** Where a lesson begins that begins with nothing. */
import { randomStream } from "../../shared/random";
import type { LoraLayout, PackedAdapter } from "../adapter/layout";

/**
 * An adapter that changes nothing: B zero, A uniform within ±1 / √in as PEFT draws it. The same
 * seed gives the same A.
 */
export function zeroAdapter(
  layout: LoraLayout,
  rank: number,
  seed: number,
): PackedAdapter {
  const random = randomStream(seed);
  const { layers } = layout;
  const groups = layout.groups.map(({ in: size, out, slots }) => {
    const columns = slots * rank;
    const bound = 1 / Math.sqrt(size);
    return {
      rank,
      A: Float32Array.from(
        { length: layers * size * columns },
        () => (2 * random() - 1) * bound,
      ),
      B: new Float32Array(layers * columns * out),
    };
  });
  return { layout, groups };
}
