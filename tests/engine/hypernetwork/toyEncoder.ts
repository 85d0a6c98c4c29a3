/** A random 2-layer BERT with a WordPiece tokenizer of a few words. */
import type { EncoderFiles } from "../../../src/engine/hypernetwork/encoder";
import { writeSafetensors, type NamedFloats } from "../../../src/formats/safetensors";
import { randomStream } from "../../../src/shared/random";

export const TOY_ENCODER = {
  layers: 2,
  size: 32,
  heads: 4,
  intermediateSize: 64,
} as const;
const WORDS = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "sort",
  "the",
  "number",
  "##s",
  ".",
  "!",
];
const POSITIONS = 300;

export function toyEncoder(): EncoderFiles {
  return {
    weights: writeSafetensors(weights()),
    config: JSON.stringify({
      model_type: "bert",
      hidden_act: "gelu",
      num_hidden_layers: TOY_ENCODER.layers,
      hidden_size: TOY_ENCODER.size,
      num_attention_heads: TOY_ENCODER.heads,
      intermediate_size: TOY_ENCODER.intermediateSize,
      vocab_size: WORDS.length,
      max_position_embeddings: POSITIONS,
      layer_norm_eps: 1e-12,
    }),
    tokenizer: JSON.stringify(tokenizer()),
    tokenizerConfig: JSON.stringify({
      tokenizer_class: "BertTokenizer",
      unk_token: "[UNK]",
      sep_token: "[SEP]",
      pad_token: "[PAD]",
      cls_token: "[CLS]",
      model_max_length: 512,
    }),
  };
}

function weights(): NamedFloats[] {
  const random = randomStream(11);
  const { layers, size, intermediateSize } = TOY_ENCODER;
  const tensor = (name: string, shape: number[], centre = 0): NamedFloats => ({
    name,
    shape,
    values: Float32Array.from(
      { length: shape.reduce((product, extent) => product * extent, 1) },
      () => centre + random() - 0.5,
    ),
  });
  const norm = (name: string) => [
    tensor(`${name}.LayerNorm.weight`, [size], 1),
    tensor(`${name}.LayerNorm.bias`, [size]),
  ];
  const linear = (name: string, from: number, to: number) => [
    tensor(`${name}.weight`, [to, from]),
    tensor(`${name}.bias`, [to]),
  ];
  return [
    tensor("embeddings.word_embeddings.weight", [WORDS.length, size]),
    tensor("embeddings.position_embeddings.weight", [POSITIONS, size]),
    tensor("embeddings.token_type_embeddings.weight", [2, size]),
    ...norm("embeddings"),
    ...Array.from({ length: layers }, (_, layer) => `encoder.layer.${layer}.`).flatMap(
      (name) => [
        ...["query", "key", "value"].flatMap((part) =>
          linear(`${name}attention.self.${part}`, size, size),
        ),
        ...linear(`${name}attention.output.dense`, size, size),
        ...norm(`${name}attention.output`),
        ...linear(`${name}intermediate.dense`, size, intermediateSize),
        ...linear(`${name}output.dense`, intermediateSize, size),
        ...norm(`${name}output`),
      ],
    ),
  ];
}

function tokenizer() {
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const special = (id: string) => ({ id, ids: [WORDS.indexOf(id)], tokens: [id] });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: WORDS.slice(0, 4).map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [token("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, token("[SEP]")],
      pair: [token("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, token("[SEP]")],
      special_tokens: { "[CLS]": special("[CLS]"), "[SEP]": special("[SEP]") },
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
}
