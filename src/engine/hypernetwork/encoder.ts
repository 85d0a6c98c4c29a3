/** Task description -> token states and sentence vector, by transformers.js over our session. */
import {
  env,
  FeatureExtractionPipeline,
  mean_pooling,
  PreTrainedTokenizer,
  Tensor as TransformersTensor,
} from "@huggingface/transformers";
import { readSafetensors } from "../../formats/safetensors";
import {
  type DescriptionLength,
  MAXIMUM_DESCRIPTION_TOKENS,
  normaliseDescription,
} from "../../shared/description";
import { AppError, type FileFault } from "../../shared/errors";
import { bertGraph, ENCODER_INPUTS, ENCODER_OUTPUT, readBertConfig } from "./bertGraph";
import type { ComputeDevice, GraphSession } from "../device/device";
import { Tensor } from "../device/runtime";

export interface EncoderFiles {
  weights: Uint8Array;
  /** The texts of config.json, tokenizer.json and tokenizer_config.json. */
  config: string;
  tokenizer: string;
  tokenizerConfig: string;
}

/** A description as the encoder reads it: one vector, or a state for every token. */
export interface EncoderStates {
  /** Mean of the token states, scaled to length 1: `[dimension]` */
  vector: Float32Array;
  /** Last hidden states, the encoder's special tokens included: `[tokens, dimension]` */
  tokens: Float32Array;
  /** Bias of each token's attention scores, `[tokens]`: 0, or the logarithm of a share. */
  tokenBias: Float32Array;
}

export interface Encoder {
  /** Length of a vector, and of a token's state. */
  dimension: number;
  /** Encodes the description after the text rule. */
  encode(description: string): Promise<EncoderStates>;
  /** How much of the description `encode` reads. */
  measure(description: string): DescriptionLength;
  dispose(): Promise<void>;
}

/** The encoder's own tokens around a description: [CLS] and [SEP]. */
const SPECIAL_TOKENS = 2;

export async function createEncoder(
  files: EncoderFiles,
  device: ComputeDevice,
): Promise<Encoder> {
  // Everything it needs is handed over; a request to a model hub would be a bug.
  env.allowRemoteModels = false;
  const config = readBertConfig(files.config);
  const graph = bertGraph(readSafetensors(files.weights), config);
  const session = await device.createSession(graph);
  const tokenizer = createTokenizer(files);
  const pipeline = new FeatureExtractionPipeline({
    task: "feature-extraction",
    tokenizer,
    model: asTransformersModel(device, session, tokenizer.sep_token_id),
  } as unknown as ConstructorParameters<typeof FeatureExtractionPipeline>[0]);
  return {
    dimension: config.size,
    async encode(description) {
      const text = normaliseDescription(description);
      const states = await pipeline(text, { pooling: "none" });
      const count = states.dims[1]!;
      const all = new TransformersTensor("float32", new Float32Array(count).fill(1), [
        1,
        count,
      ]);
      const vector = mean_pooling(states, all).normalize(2, -1);
      return {
        vector: Float32Array.from(vector.data as Float32Array),
        tokens: Float32Array.from(states.data as Float32Array),
        tokenBias: new Float32Array(count),
      };
    },
    measure(description) {
      const ids = tokenizer.encode(normaliseDescription(description), {
        add_special_tokens: false,
      });
      const most = MAXIMUM_DESCRIPTION_TOKENS - SPECIAL_TOKENS;
      return { tokens: ids.length, read: Math.min(ids.length, most) };
    },
    dispose: () => session.dispose(),
  };
}

/** Added tokens are left out: "[SEP]" in a description is text, as in training. */
function createTokenizer(files: EncoderFiles): PreTrainedTokenizer {
  const content = { ...parse(files.tokenizer), added_tokens: [] };
  return new PreTrainedTokenizer(content, {
    ...parse(files.tokenizerConfig),
    model_max_length: MAXIMUM_DESCRIPTION_TOKENS,
  });
}

/**
 * The model that the pipeline calls. Its session is ours rather than one transformers.js opens,
 * because all inference shares one queue and one device.
 */
function asTransformersModel(
  device: ComputeDevice,
  session: GraphSession,
  separator: number | undefined,
) {
  return async ({ input_ids }: { input_ids: TransformersTensor }) => {
    const ids = Int32Array.from(input_ids.data as BigInt64Array, Number);
    // transformers.js cuts the closing separator off a long text; the reference keeps it.
    if (ids.length === MAXIMUM_DESCRIPTION_TOKENS && separator !== undefined)
      ids[ids.length - 1] = separator;
    const dims = [1, ids.length];
    const outputs = await session.run({
      [ENCODER_INPUTS.ids]: new Tensor("int32", ids, dims),
      [ENCODER_INPUTS.positions]: new Tensor(
        "int32",
        ids.map((_, position) => position),
        dims,
      ),
    });
    const [data] = await device.read(outputs, [ENCODER_OUTPUT]);
    const shape = [...outputs[ENCODER_OUTPUT]!.dims];
    return { last_hidden_state: new TransformersTensor("float32", data!, shape) };
  };
}

/** Throws "bad-file" unless it is a JSON object; the rest is for transformers.js to judge. */
function parse(text: string): object {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null) return content;
  } catch (cause) {
    throw badTokenizer({ kind: "not-json" }, cause);
  }
  throw badTokenizer({ kind: "value", place: "$", found: text.slice(0, 80) });
}

function badTokenizer(fault: FileFault, cause?: unknown): AppError {
  return new AppError({ code: "bad-file", file: "encoder-tokenizer", fault }, { cause });
}
