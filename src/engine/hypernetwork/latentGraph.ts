/**
 * T2L-L, -M and -S as ONNX graphs whose outputs are the base model's LoRA inputs.
 * Architecture: Text-to-LoRA, section 3; the same names as training/hypernetworks/latent.py. The three
 * variants differ only in the output head.
 */
import type { HypernetworkManifest } from "../../formats/manifest";
import type { OnnxGraph } from "../../formats/onnx";
import { floatTensor, type SafeTensor } from "../../formats/safetensors";
import { GraphBuilder, transpose } from "../device/graph";
import type {
  LoraGroup,
  LoraLayout,
  ProjectionGroup,
  ProjectionSizes,
} from "../adapter/layout";

/** The mean of the encoder's token states, or attention to them that is learnt. */
export type Pooling =
  { kind: "mean" } | { kind: "attention"; heads: number; headSize: number };

/** The latent kind's own part of a manifest. */
export interface LatentArchitecture {
  latentSize: number;
  headInputSize: number;
  pooling: Pooling;
}

/** `[1, dimension]`: the input of a hypernetwork with mean pooling. */
export const INPUT_VECTOR = "description_vector";
/** `[tokens, dimension]` and `[1, tokens]`: the inputs of one that attends to token states. */
export const INPUT_TOKENS = "description_tokens";
export const INPUT_TOKEN_BIAS = "description_token_bias";

/** `[layers, in, modules·rank]`, as in PackedAdapter. */
export function outputA(group: ProjectionGroup): string {
  return `A.${group}`;
}
/** `[layers, modules·rank, out]`, zero outside each module's block. */
export function outputB(group: ProjectionGroup): string {
  return `B.${group}`;
}

const EPSILON = 1e-5;

export function hypernetworkGraph(
  manifest: HypernetworkManifest,
  architecture: LatentArchitecture,
  tensors: ReadonlyMap<string, SafeTensor>,
  layout: LoraLayout,
  sizes: ProjectionSizes,
): OnnxGraph {
  const { variant, layers, rank, targetModules } = manifest;
  const { latentSize: z, headInputSize, pooling } = architecture;
  const builder = new GraphBuilder(`t2l-${variant}`);
  const readTask = taskEncoder();
  const layerIdentity = embedding("layer_encoder", layers, z / 4); // [layers, z/4]
  const moduleIdentity = embedding("module_encoder", targetModules.length, z / 4);
  const rankIdentity =
    variant === "S" ? residualBlock("mlp2", embedding("rank_encoder", rank, z)) : "";
  const outputIdentity =
    variant === "L" ? "" : embedding("output_encoder", 2 * targetModules.length, z);

  for (const group of layout.groups) {
    const pairs = group.modules.map(({ module }) => emit(module));
    addOutputA(
      group,
      pairs.map(({ A }) => A),
    );
    addOutputB(
      group,
      pairs.map(({ B }) => B),
    );
  }
  return builder.finish();

  /** A `[layers, rank, in]` and B `[layers, rank, out]` of one target module. */
  function emit(module: keyof ProjectionSizes): { A: string; B: string } {
    const index = targetModules.indexOf(module);
    const { in: sizeIn, out: sizeOut } = sizes[module];
    const identity = concatenate(
      [repeatByLayer(slice(moduleIdentity, index), z / 4), layerIdentity],
      -1,
    );
    const x = concatenate([readTask(identity), identity], -1);
    const mixed = block("mixer", x, z);
    const shared = residualBlock("mlp1", mixed); // [layers, z]
    const head = (value: string, width: number) =>
      linear(
        `heads.${module}`,
        block("mlp3", value, headInputSize),
        headInputSize,
        width,
      );
    const reshape = (value: string, width: number) =>
      builder.operator("Reshape", [value, builder.integers([layers, rank, width])]);

    if (variant === "L") {
      const flat = head(residualBlock("mlp2", shared), rank * (sizeIn + sizeOut));
      return {
        A: reshape(sliceLast(flat, 0, rank * sizeIn), sizeIn),
        B: reshape(sliceLast(flat, rank * sizeIn, rank * (sizeIn + sizeOut)), sizeOut),
      };
    }
    const width = Math.max(sizeIn, sizeOut);
    const half = (which: 0 | 1, size: number) => {
      const identity = slice(outputIdentity, 2 * index + which);
      const latent = residualBlock("mlp2", builder.operator("Add", [shared, identity]));
      if (variant === "M") {
        return reshape(sliceLast(head(latent, rank * width), 0, rank * size), size);
      }
      // [layers, 1, z] + [rank, z] -> [layers, rank, z]
      const perRank = builder.operator("Add", [
        builder.operator("Reshape", [latent, builder.integers([layers, 1, z])]),
        rankIdentity,
      ]);
      return sliceLast(head(perRank, width), 0, size);
    };
    return { A: half(0, sizeIn), B: half(1, sizeOut) };
  }

  /** The description as the identity `[layers, z/2]` of a layer and module sees it. */
  function taskEncoder(): (identity: string) => string {
    const { dimension } = manifest.encoder;
    const normed = (value: string, width: number) =>
      layerNorm(
        "task_encoder.norm",
        linear("task_encoder.linear", value, width, z / 2),
        z / 2,
      );
    switch (pooling.kind) {
      case "mean": {
        builder.input(INPUT_VECTOR, "float32", [1, dimension]);
        const task = repeatByLayer(normed(INPUT_VECTOR, dimension), z / 2);
        return () => task;
      }
      case "attention": {
        const { heads, headSize } = pooling;
        const width = heads * headSize;
        builder.input(INPUT_TOKENS, "float32", ["tokens", dimension]);
        builder.input(INPUT_TOKEN_BIAS, "float32", [1, "tokens"]);
        const byHead = (value: string, perm: number[]) =>
          builder.operator(
            "Transpose",
            [
              builder.operator("Reshape", [
                value,
                builder.integers([-1, heads, headSize]),
              ]),
            ],
            { attributes: { perm } },
          );
        const ofTokens = (part: "key" | "value") =>
          linear(`task_encoder.${part}.tokens`, INPUT_TOKENS, dimension, width);
        const keys = byHead(ofTokens("key"), [1, 2, 0]); // [heads, headSize, tokens]
        const values = byHead(ofTokens("value"), [1, 0, 2]);
        return (identity) => {
          const query = linear("task_encoder.query", identity, z / 2, width);
          const scores = builder.operator("Mul", [
            builder.operator("MatMul", [byHead(query, [1, 0, 2]), keys]),
            builder.scalar(headSize ** -0.5),
          ]);
          const biased = builder.operator("Add", [scores, INPUT_TOKEN_BIAS]);
          const shares = builder.operator("Softmax", [biased], {
            attributes: { axis: -1 },
          });
          // [heads, layers, headSize] -> [layers, heads·headSize]
          const mixed = builder.operator(
            "Transpose",
            [builder.operator("MatMul", [shares, values])],
            { attributes: { perm: [1, 0, 2] } },
          );
          const flat = builder.operator("Reshape", [
            mixed,
            builder.integers([layers, width]),
          ]);
          return normed(flat, width);
        };
      }
    }
  }

  /** `[1, width]` -> `[layers, width]` */
  function repeatByLayer(value: string, width: number): string {
    return builder.operator("Expand", [value, builder.integers([layers, width])]);
  }

  function addOutputA({ group, in: size, modules }: LoraGroup, parts: string[]): void {
    const joined = concatenate(parts, 1);
    builder.operator("Transpose", [joined], {
      attributes: { perm: [0, 2, 1] },
      outputs: [outputA(group)],
    });
    builder.output(outputA(group), "float32", [layers, size, modules.length * rank]);
  }

  /** Block diagonal: each module's B between zeros. */
  function addOutputB({ group, out, modules }: LoraGroup, parts: string[]): void {
    const padded = parts.map((part, index) => {
      const { offset, out: width } = modules[index]!;
      const pieces = [zeros(offset), part, zeros(out - offset - width)];
      return concatenate(
        pieces.filter((piece) => piece !== null),
        2,
      );
    });
    const joined = concatenate(padded, 1);
    builder.operator("Reshape", [joined, builder.integers([layers, -1, out])], {
      outputs: [outputB(group)],
    });
    builder.output(outputB(group), "float32", [layers, modules.length * rank, out]);
  }

  /** A block of zeros `[layers, rank, width]`; null when it would be empty. */
  function zeros(width: number): string | null {
    if (width === 0) return null;
    const name = `zeros_${width}`;
    return builder.shared(name, () =>
      builder.floats(
        name,
        [layers, rank, width],
        new Float32Array(layers * rank * width),
      ),
    );
  }

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
