/** Derivatives of the base model's parts, in a graph: from the gradient of what a part gives. */
import {
  INPUT_SCALE,
  inputA,
  inputB,
  type LoraGroup,
  type ProjectionGroup,
} from "../adapter/layout";
import type { GraphBuilder } from "../device/graph";
import type { TwoWayMatrix } from "../device/linear";
import { algebra } from "./algebra";

/** The gradient of x where that of RMSNorm(x) · weight is `gradient`. */
export function addRmsNormBack(
  builder: GraphBuilder,
  x: string,
  weight: string,
  epsilon: number,
  gradient: string,
): string {
  const { add, multiply, subtract, divide, mean, squareRoot } = algebra(builder);
  const size = squareRoot(add(mean(multiply(x, x)), builder.scalar(epsilon)));
  const inverse = divide(builder.scalar(1), size);
  const ofNormed = multiply(gradient, weight);
  const along = mean(multiply(ofNormed, x));
  const cube = multiply(inverse, multiply(inverse, inverse));
  return subtract(multiply(ofNormed, inverse), multiply(x, multiply(along, cube)));
}

/** The gradient of gate and up side by side where that of SiLU(gate) · up is `gradient`. */
export function addSwigluBack(
  builder: GraphBuilder,
  [gate, up]: readonly [gate: string, up: string],
  gradient: string,
): string {
  const { add, multiply, subtract, sigmoid, concatenate } = algebra(builder);
  const one = builder.scalar(1);
  const open = sigmoid(gate);
  const slope = multiply(open, add(one, multiply(gate, subtract(one, open))));
  const ofGate = multiply(multiply(gradient, up), slope);
  const ofUp = multiply(gradient, multiply(gate, open));
  return concatenate([ofGate, ofUp], -1);
}

/** Output with the gradient of a group's A, `[1, in, R]`. */
export function gradientA(group: ProjectionGroup): string {
  return `gradient.${group}.A`;
}

/** Output with the gradient of a group's B, `[1, R, out]`. */
export function gradientB(group: ProjectionGroup): string {
  return `gradient.${group}.B`;
}

/**
 * The gradient of x where that of x Wᵀ + scale · (x A) B is `gradient`; those of A and B become
 * outputs. Without `lora` the group has none.
 */
export function addProjectionBack(
  builder: GraphBuilder,
  matrix: TwoWayMatrix,
  lora: LoraGroup | undefined,
  x: string,
  gradient: string,
): string {
  const ofBase = matrix.projectBack(gradient);
  if (!lora) return ofBase;
  const { add, multiply, product, transpose, output } = algebra(builder);
  const { group, in: size, out } = lora;
  const [columns, A, B] = [`R.${group}`, inputA(0, group), inputB(0, group)];
  builder.input(A, "float32", [1, size, columns]);
  builder.input(B, "float32", [1, columns, out]);
  const turned = (value: string) => transpose(value, [0, 2, 1]);
  const scaled = multiply(gradient, INPUT_SCALE);
  const ofInner = product(scaled, turned(B));
  output(product(turned(product(x, A)), scaled), gradientB(group), [1, columns, out]);
  output(product(turned(x), ofInner), gradientA(group), [1, size, columns]);
  return add(ofBase, product(ofInner, turned(A)));
}
