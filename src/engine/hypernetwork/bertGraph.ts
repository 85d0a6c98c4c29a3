/** A BERT encoder as an ONNX graph, from its safetensors; every node runs on the GPU too. */
import type { OnnxGraph } from "../../formats/onnx";
import { floatTensor, type SafeTensor } from "../../formats/safetensors";
import { AppError } from "../../shared/errors";
import { type Fields, readJson } from "../../shared/json";
import { GraphBuilder, transpose } from "../device/graph";

export interface BertConfig {
  layers: number;
  size: number;
  heads: number;
  intermediateSize: number;
  vocabulary: number;
  maximumPositions: number;
  epsilon: number;
}

/** Graph inputs and the output; all `[1, sequence]`, and `[1, sequence, size]`. */
export const ENCODER_INPUTS = { ids: "input_ids", positions: "position_ids" } as const;
export const ENCODER_OUTPUT = "last_hidden_state";

/**
 * Reads a Hugging Face config.json; throws "bad-file" naming the key at fault, and
 * "unsupported-model" for another architecture.
 */
export function readBertConfig(text: string): BertConfig {
  return readJson(text, "encoder-configuration", parse);
}

function parse(config: Fields): BertConfig {
  const architecture = config.text("model_type");
  if (architecture !== "bert" || config.text("hidden_act") !== "gelu") {
    throw new AppError({
      code: "unsupported-model",
      fault: { kind: "encoder", type: architecture },
    });
  }
  return {
    layers: config.count("num_hidden_layers", { most: 1024 }),
    size: config.count("hidden_size"),
    heads: config.count("num_attention_heads"),
    intermediateSize: config.count("intermediate_size"),
    vocabulary: config.count("vocab_size"),
    maximumPositions: config.count("max_position_embeddings"),
    epsilon: config.positive("layer_norm_eps"),
  };
}

/** One text at a time, so there is no padding and no mask. */
export function bertGraph(
  tensors: ReadonlyMap<string, SafeTensor>,
  config: BertConfig,
): OnnxGraph {
  const { size, heads } = config;
  const builder = new GraphBuilder("bert");
  const ids = builder.input(ENCODER_INPUTS.ids, "int32", [1, "sequence"]);
  const positions = builder.input(ENCODER_INPUTS.positions, "int32", [1, "sequence"]);

  const words = weight("embeddings.word_embeddings.weight", [config.vocabulary, size]);
  const places = weight("embeddings.position_embeddings.weight", [
    config.maximumPositions,
    size,
  ]);
  const type = floatTensor(tensors, "embeddings.token_type_embeddings.weight", [2, size]);
  const firstType = builder.floats("embeddings.first_type", [size], type.slice(0, size));
  let x = builder.operator("Gather", [words, ids]);
  x = builder.operator("Add", [x, builder.operator("Gather", [places, positions])]);
  x = layerNorm("embeddings.LayerNorm", builder.operator("Add", [x, firstType]));
  for (let layer = 0; layer < config.layers; layer++) {
    const name = `encoder.layer.${layer}.`;
    const attended = linear(
      `${name}attention.output.dense`,
      attention(name, x),
      size,
      size,
    );
    x = layerNorm(
      `${name}attention.output.LayerNorm`,
      builder.operator("Add", [x, attended]),
    );
    const inner = gelu(
      linear(`${name}intermediate.dense`, x, size, config.intermediateSize),
    );
    const outer = linear(`${name}output.dense`, inner, config.intermediateSize, size);
    x = layerNorm(`${name}output.LayerNorm`, builder.operator("Add", [x, outer]));
  }
  builder.operator("Reshape", [x, builder.integers([1, -1, size])], {
    outputs: [ENCODER_OUTPUT],
  });
  builder.output(ENCODER_OUTPUT, "float32", [1, "sequence", size]);
  return builder.finish();

  function weight(name: string, shape: readonly number[]): string {
    return builder.floats(name, shape, floatTensor(tensors, name, shape));
  }

  function linear(name: string, input: string, from: number, to: number): string {
    const matrix = floatTensor(tensors, `${name}.weight`, [to, from]);
    const transposed = builder.floats(
      `${name}.weight`,
      [from, to],
      transpose(matrix, to, from),
    );
    const product = builder.operator("MatMul", [input, transposed]);
    return builder.operator("Add", [product, weight(`${name}.bias`, [to])]);
  }

  function layerNorm(name: string, input: string): string {
    return builder.operator(
      "LayerNormalization",
      [input, weight(`${name}.weight`, [size]), weight(`${name}.bias`, [size])],
      { attributes: { axis: -1, epsilon: { float: config.epsilon } } },
    );
  }

  function attention(name: string, input: string): string {
    const [q, k, v] = ["query", "key", "value"].map((part) => {
      const projected = linear(`${name}attention.self.${part}`, input, size, size);
      const split = builder.integers([0, 0, heads, size / heads]);
      return builder.operator(
        "Transpose",
        [builder.operator("Reshape", [projected, split])],
        {
          attributes: { perm: part === "key" ? [0, 2, 3, 1] : [0, 2, 1, 3] },
        },
      );
    }) as [string, string, string];
    const scores = builder.operator("Mul", [
      builder.operator("MatMul", [q, k]),
      builder.scalar((size / heads) ** -0.5),
    ]);
    const weights = builder.operator("Softmax", [scores], { attributes: { axis: -1 } });
    const mixed = builder.operator(
      "Transpose",
      [builder.operator("MatMul", [weights, v])],
      {
        attributes: { perm: [0, 2, 1, 3] },
      },
    );
    return builder.operator("Reshape", [mixed, builder.integers([0, 0, size])]);
  }

  /** x · Φ(x), the exact form. */
  function gelu(input: string): string {
    const error = builder.operator("Erf", [
      builder.operator("Mul", [input, builder.scalar(Math.SQRT1_2)]),
    ]);
    const half = builder.operator("Mul", [input, builder.scalar(0.5)]);
    const one = builder.operator("Add", [error, builder.scalar(1)]);
    return builder.operator("Mul", [half, one]);
  }
}
