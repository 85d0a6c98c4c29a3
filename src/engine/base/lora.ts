/** LoRA in the base model's graph. */
import {
  INPUT_SCALE,
  inputA,
  inputB,
  type LoraGroup,
  type ProjectionGroup,
} from "../adapter/layout";
import type { GraphBuilder } from "../device/graph";

/** Output of a group of projections, LoRA included: `[batch, sequence, out]`. */
export function adapted(layer: number, group: ProjectionGroup): string {
  return `blk.${layer}.${group}.adapted`;
}

/** Adds each row's LoRA, scale · (x A) B, to y; see loraLayout for the inputs' shapes. */
export function addLora(
  builder: GraphBuilder,
  layer: number,
  { group, in: size, out }: LoraGroup,
  x: string,
  y: string,
): string {
  // There may be one row for the whole batch. Under a name of their own the runtime would know no
  // shape that follows, and take 0.5 s more to create a session (onnxruntime-web 1.31, measured).
  const A = builder.input(inputA(layer, group), "float32", ["batch", size, `R.${group}`]);
  const B = builder.input(inputB(layer, group), "float32", ["batch", `R.${group}`, out]);
  const inner = builder.operator("MatMul", [x, A]);
  const scaled = builder.operator("Mul", [inner, INPUT_SCALE]);
  return builder.operator("Add", [y, builder.operator("MatMul", [scaled, B])], {
    outputs: [adapted(layer, group)],
  });
}
