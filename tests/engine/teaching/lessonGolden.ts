/** A lesson on a tiny base model as PyTorch gives it (training/oracles/lesson_golden.py). */
import { floatTensor, readSafetensors } from "../../../src/formats/safetensors";
import { loraLayout, TARGET_MODULES } from "../../../src/engine/adapter/layout";
import type { LoraLayout, PackedAdapter } from "../../../src/engine/adapter/layout";
import { unpackAdapter } from "../../../src/engine/adapter/tensors";
import { readLlamaConfig } from "../../../src/engine/base/llamaConfig";
import { packRow } from "../../../src/engine/teaching/packing";
import { prepareRow } from "../../../src/engine/teaching/preparation";
import { readGguf } from "../../../src/formats/gguf";
import type { TeachingSettings } from "../../../src/shared/teaching";
import { LESSON_SETTINGS } from "../../lessonSettings";

export interface LessonGolden {
  examples: { tokens: number[]; prompt_length: number }[];
  shared_length: number;
  rank: number;
  scaling: number;
  settings: {
    steps: number;
    rate: number;
    warm_up: number;
    weight_decay: number;
    clip: number;
  };
  losses: number[];
}

export interface LessonFiles {
  gguf: Uint8Array;
  safetensors: Uint8Array;
  golden: LessonGolden;
}

/** The lesson as the engine takes it, and its golden tensors by name. */
export function openLessonGolden({ gguf: file, safetensors, golden }: LessonFiles) {
  const gguf = readGguf(file);
  const config = readLlamaConfig(gguf);
  const layout = loraLayout(config.layers, config.projections, TARGET_MODULES);
  const tensors = readSafetensors(safetensors);
  const read = (name: string) =>
    floatTensor(tensors, name, tensors.get(name)?.shape ?? []);
  const { steps, rate, warm_up, weight_decay, clip } = golden.settings;
  const settings: TeachingSettings = {
    ...LESSON_SETTINGS,
    steps,
    rate,
    warmUp: warm_up,
    weightDecay: weight_decay,
    clip,
  };
  const examples = golden.examples.map(({ tokens, prompt_length }) => ({
    tokens,
    promptLength: prompt_length,
    sharedLength: golden.shared_length,
  }));
  return {
    gguf,
    config,
    layout,
    settings,
    rows: [prepareRow(gguf, config, packRow(examples))],
    start: packed(layout, golden.rank, (half, module) => read(`start.${half}.${module}`)),
    read,
  };
}

/** From `[layers, rank, in]` and `[layers, rank, out]` of every module. */
function packed(
  layout: LoraLayout,
  rank: number,
  read: (half: "A" | "B", module: string) => Float32Array,
): PackedAdapter {
  const groups = layout.groups.map(({ in: size, out, slots, modules }) => {
    const R = slots * rank;
    const A = new Float32Array(layout.layers * size * R);
    const B = new Float32Array(layout.layers * R * out);
    for (const { module, slot, offset, out: width } of modules) {
      const [a, b] = [read("A", module), read("B", module)];
      for (let line = 0; line < layout.layers * rank; line++) {
        const layer = Math.floor(line / rank);
        const column = slot * rank + (line % rank);
        for (let at = 0; at < size; at++) {
          A[(layer * size + at) * R + column] = a[line * size + at]!;
        }
        const own = b.subarray(line * width, (line + 1) * width);
        B.set(own, (layer * R + column) * out + offset);
      }
    }
    return { rank, A, B };
  });
  return { layout, groups };
}

/**
 * For A and B of every module and layer: its name, its values and the golden ones of `what`, both
 * `[rank, size]`.
 */
export function* byModuleAndLayer(
  adapter: PackedAdapter,
  what: string,
  read: (name: string) => Float32Array,
): Generator<{ name: string; actual: Float32Array; expected: Float32Array }> {
  for (const { module, layer, rank, in: size, out, A, B } of unpackAdapter(adapter)) {
    const golden = (half: string, width: number) =>
      read(`${what}.${half}.${module}`).slice(
        layer * rank * width,
        (layer + 1) * rank * width,
      );
    const turned = Float32Array.from(
      B,
      (_, at) => B[(at % out) * rank + Math.floor(at / out)]!,
    );
    yield { name: `A ${module} ${layer}`, actual: A, expected: golden("A", size) };
    yield { name: `B ${module} ${layer}`, actual: turned, expected: golden("B", out) };
  }
}

/** ‖actual − expected‖ / ‖expected‖ */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  const norm = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return norm(actual.map((value, at) => value - expected[at]!)) / norm(expected);
}
