/** Operators by short names, for graphs that are mostly arithmetic. */
import type { GraphBuilder } from "../device/graph";

export type Algebra = ReturnType<typeof algebra>;

export function algebra(builder: GraphBuilder) {
  const operator = (name: string, ...inputs: string[]) => builder.operator(name, inputs);
  /** Reductions keep the reduced axis, of size 1. */
  const reduce = (name: string, x: string, axis: number, keepdims: 0 | 1) =>
    builder.operator(name, [x, builder.integers([axis])], { attributes: { keepdims } });
  return {
    add: (a: string, b: string) => operator("Add", a, b),
    subtract: (a: string, b: string) => operator("Sub", a, b),
    multiply: (a: string, b: string) => operator("Mul", a, b),
    divide: (a: string, b: string) => operator("Div", a, b),
    /** Matrix product of the last two axes. */
    product: (a: string, b: string) => operator("MatMul", a, b),
    greater: (a: string, b: string) => operator("Max", a, b),
    squareRoot: (x: string) => operator("Sqrt", x),
    exponential: (x: string) => operator("Exp", x),
    logarithm: (x: string) => operator("Log", x),
    sigmoid: (x: string) => operator("Sigmoid", x),
    softmax: (x: string) =>
      builder.operator("Softmax", [x], { attributes: { axis: -1 } }),
    /** Over the last axis, which stays, of size 1. */
    mean: (x: string) => reduce("ReduceMean", x, -1, 1),
    sum: (x: string) => reduce("ReduceSum", x, -1, 1),
    largest: (x: string) => reduce("ReduceMax", x, -1, 1),
    /** Over one axis, which goes. */
    sumAway: (x: string, axis: number) => reduce("ReduceSum", x, axis, 0),
    reshape: (x: string, sizes: readonly number[]) =>
      operator("Reshape", x, builder.integers(sizes)),
    transpose: (x: string, perm: readonly number[]) =>
      builder.operator("Transpose", [x], { attributes: { perm } }),
    concatenate: (parts: readonly string[], axis: number) =>
      builder.operator("Concat", parts, { attributes: { axis } }),
    split(x: string, sizes: readonly number[], axis: number): string[] {
      const outputs = sizes.map((_, index) => `${x}.split.${index}`);
      builder.operator("Split", [x, builder.integers(sizes)], {
        attributes: { axis },
        outputs,
      });
      return outputs;
    },
    /** The value under a name of its own, as an output of the graph. */
    output(x: string, name: string, shape: readonly (number | string)[]): void {
      builder.operator("Identity", [x], { outputs: [name] });
      builder.output(name, "float32", shape);
    },
  };
}
