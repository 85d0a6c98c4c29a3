/** The token embedding, which is also the output head, in a graph. */
import type { Gguf } from "../../formats/gguf";
import { TYPE_CODE } from "../../formats/onnx";
import { blockCodes, dequantise } from "../../formats/quantization";
import type { Device } from "../../shared/engine";
import type { GraphBuilder } from "../device/graph";
import { tensor, type LlamaConfig } from "./llamaConfig";

export interface TiedEmbedding {
  /** Token ids `[batch, sequence]` -> `[batch, sequence, size]` */
  lookUp: (tokens: string) => string;
  /** Hidden states `[batch, size]` -> `[batch, vocabulary]`, under the name `output`. */
  logits: (hidden: string, output: string) => void;
}

/**
 * The tied embedding. On the GPU both uses read the same codes. On the CPU the head is one f32
 * matrix, which the runtime packs for speed and then drops, so rows are looked up in the codes.
 */
export function addTiedEmbedding(
  builder: GraphBuilder,
  gguf: Gguf,
  config: LlamaConfig,
  device: Device,
): TiedEmbedding {
  const weights = tensor(gguf, "token_embd.weight");
  const codes = blockCodes(weights);
  const { vocabulary, size } = config;
  if (codes?.bits !== 8 || codes.minima) {
    const matrix = builder.floats(weights.name, [vocabulary, size], dequantise(weights));
    return {
      lookUp: (tokens) => builder.operator("Gather", [matrix, tokens]),
      logits: (hidden, output) => addFloatHead(builder, hidden, matrix, output),
    };
  }
  const { blockSize } = codes;
  const blocks = size / blockSize;
  const matrix = builder.weight({
    name: `${weights.name}.codes`,
    type: "uint8",
    shape: [vocabulary, blocks, blockSize],
    bytes: codes.codes,
  });
  const scales = builder.floats(
    `${weights.name}.scales`,
    [vocabulary, blocks, 1],
    codes.scales,
  );
  const flat = (rows: string) =>
    builder.operator("Reshape", [rows, builder.integers([0, 0, size])]);
  if (device === "wasm") {
    return {
      lookUp: (tokens) => {
        const signed = builder.operator("Sub", [
          builder.operator("Cast", [builder.operator("Gather", [matrix, tokens])], {
            attributes: { to: TYPE_CODE.float32 },
          }),
          builder.scalar(codes.zeroPoint),
        ]);
        const tokenScales = builder.operator("Gather", [scales, tokens]);
        return flat(builder.operator("Mul", [signed, tokenScales]));
      },
      logits: (hidden, output) => {
        const head = builder.floats(
          weights.name,
          [vocabulary, size],
          dequantise(weights),
        );
        addFloatHead(builder, hidden, head, output);
      },
    };
  }
  return {
    lookUp: (tokens) =>
      flat(
        builder.operator("GatherBlockQuantized", [matrix, tokens, scales], {
          domain: "com.microsoft",
          attributes: {
            bits: 8,
            block_size: blockSize,
            gather_axis: 0,
            quantize_axis: 2,
          },
        }),
      ),
    logits: (hidden, output) => {
      const headScales = builder.floats(
        `${weights.name}.headScales`,
        [vocabulary * blocks],
        codes.scales,
      );
      builder.operator("MatMulNBits", [hidden, matrix, headScales], {
        domain: "com.microsoft",
        attributes: { K: size, N: vocabulary, bits: 8, block_size: blockSize },
        outputs: [output],
      });
    },
  };
}

function addFloatHead(
  builder: GraphBuilder,
  hidden: string,
  matrix: string,
  output: string,
): void {
  builder.operator("Gemm", [hidden, matrix], {
    attributes: { transB: 1 },
    outputs: [output],
  });
}
