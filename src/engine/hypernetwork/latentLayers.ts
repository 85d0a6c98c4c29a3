/** Layers that the latent hypernetwork's graph is made of, with its weights. */
import { floatTensor, type SafeTensor } from "../../formats/safetensors";
import { transpose, type GraphBuilder } from "../device/graph";

const EPSILON = 1e-5;

/** Functions that each add a layer to the graph and name its output; `z` is the latent size. */
export function latentLayers(
  builder: GraphBuilder,
  tensors: ReadonlyMap<string, SafeTensor>,
  z: number,
) {
  return {
    linear,
    layerNorm,
    block,
    residualBlock,
    embedding,
    concatenate,
    slice,
    sliceLast,
  };

  function concatenate(values: readonly string[], axis: number): string {
    if (values.length === 1) return values[0]!;
    return builder.operator("Concat", values, { attributes: { axis } });
  }

  /** Row `index` of a table, `[1, width]`. */
  function slice(table: string, index: number): string {
    return builder.operator("Slice", [
      table,
      builder.integers([index]),
      builder.integers([index + 1]),
      builder.integers([0]),
    ]);
  }

  function sliceLast(value: string, from: number, to: number): string {
    return builder.operator("Slice", [
      value,
      builder.integers([from]),
      builder.integers([to]),
      builder.integers([-1]),
    ]);
  }

  /** SiLU(down(SiLU(up(norm(x))))); the mixer alone has no norm. */
  function block(name: string, x: string, out: number): string {
    const normed = name === "mixer" ? x : layerNorm(`${name}.norm`, x, z);
    const inner = silu(linear(`${name}.up`, normed, z, 4 * z));
    return silu(linear(`${name}.down`, inner, 4 * z, out));
  }

  function residualBlock(name: string, x: string): string {
    return builder.operator("Add", [x, block(name, x, z)]);
  }

  function embedding(name: string, count: number, width: number): string {
    const table = weight(`${name}.embedding.weight`, [count, width]);
    return layerNorm(`${name}.norm`, table, width);
  }

  function silu(x: string): string {
    return builder.operator("Mul", [x, builder.operator("Sigmoid", [x])]);
  }

  function layerNorm(name: string, x: string, width: number): string {
    return builder.operator(
      "LayerNormalization",
      [x, weight(`${name}.weight`, [width]), weight(`${name}.bias`, [width])],
      { attributes: { axis: -1, epsilon: { float: EPSILON } } },
    );
  }

  function linear(name: string, x: string, from: number, to: number): string {
    const matrix = builder.shared(`${name}.weight`, () => {
      const values = floatTensor(tensors, `${name}.weight`, [to, from]);
      return builder.floats(`${name}.weight`, [from, to], transpose(values, to, from));
    });
    const product = builder.operator("MatMul", [x, matrix]);
    return builder.operator("Add", [product, weight(`${name}.bias`, [to])]);
  }

  function weight(name: string, shape: readonly number[]): string {
    return builder.shared(name, () =>
      builder.floats(name, shape, floatTensor(tensors, name, shape)),
    );
  }
}
