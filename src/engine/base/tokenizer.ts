/** The base model's tokenizer, built from the GGUF's own metadata. */
import { PreTrainedTokenizer } from "@huggingface/transformers";
import type { Gguf, GgufValue } from "../../formats/gguf";
import type { ChatTemplate } from "../../shared/chatTemplates";
import { AppError } from "../../shared/errors";

export interface Tokenizer {
  /** Special tokens written out in the text become themselves; none is added. */
  encode(text: string): number[];
  streamDecoder(): StreamDecoder;
  /** Tokens that end an answer. */
  stopTokens: ReadonlySet<number>;
  /** Tokens that mean nothing: a vocabulary padded to a round size has them. */
  unusedTokens: readonly number[];
}

/** Turns tokens into text as they come. */
export interface StreamDecoder {
  /** The whole text so far, without a character that is still incomplete. */
  push(token: number): string;
  /** The whole text. */
  finish(): string;
}

const CONTROL = 3;
const USER_DEFINED = 4;
const UNUSED = 5;
/** Character that a byte sequence decodes to while it is not yet a whole one. */
const INCOMPLETE = "\uFFFD";

/**
 * How text is normalised and cut before byte pairs are merged, by `tokenizer.ggml.pre`. The
 * patterns are Oniguruma's, in which \s is Unicode's white space; each cuts what the one before
 * left.
 */
const SPLITTING = {
  smollm: {
    normalizer: null,
    splits: [
      // Numbers of every script, one by one, as Hugging Face's `Digits` cuts them out.
      "\\p{N}",
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
    ],
  },
  qwen2: {
    normalizer: { type: "NFC" },
    splits: [
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" +
        "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    ],
  },
} as const;

/** Throws "unsupported-model" for another kind of tokenizer, naming the key. */
export function createTokenizer(
  { metadata }: Pick<Gguf, "metadata">,
  { endOfTurn }: ChatTemplate,
): Tokenizer {
  requireValue(metadata, "tokenizer.ggml.model", ["gpt2"]);
  const { normalizer, splits } =
    SPLITTING[requireValue(metadata, "tokenizer.ggml.pre", ["smollm", "qwen2"])];
  const tokens = list(metadata, "tokenizer.ggml.tokens", "string") as string[];
  const kinds = list(metadata, "tokenizer.ggml.token_type", "number") as number[];
  const inner = new PreTrainedTokenizer(
    {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: tokens.flatMap((content, id) =>
        kinds[id] === CONTROL || kinds[id] === USER_DEFINED
          ? [
              {
                id,
                content,
                single_word: false,
                lstrip: false,
                rstrip: false,
                normalized: false,
                special: kinds[id] === CONTROL,
              },
            ]
          : [],
      ),
      normalizer,
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          ...splits.map((pattern) => ({
            type: "Split",
            pattern: { Regex: pattern },
            behavior: "Isolated",
            invert: false,
          })),
          {
            type: "ByteLevel",
            add_prefix_space: false,
            trim_offsets: true,
            use_regex: false,
          },
        ],
      },
      post_processor: null,
      decoder: {
        type: "ByteLevel",
        add_prefix_space: true,
        trim_offsets: true,
        use_regex: true,
      },
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: mergeRules(metadata),
      },
    },
    { tokenizer_class: "GPT2Tokenizer", clean_up_tokenization_spaces: false },
  );
  return {
    encode: (text) => inner.encode(text, { add_special_tokens: false }),
    streamDecoder: () => createStreamDecoder(inner),
    stopTokens: stopTokens(metadata, tokens, endOfTurn),
    unusedTokens: kinds.flatMap((kind, id) => (kind === UNUSED ? [id] : [])),
  };
}

/** Settled text is never decoded again, so a long answer stays as cheap as a short one. */
function createStreamDecoder(tokenizer: PreTrainedTokenizer): StreamDecoder {
  let settled = "";
  let open: number[] = [];
  const decodeOpen = () =>
    open.length > 0 ? tokenizer.decode(open, { skip_special_tokens: true }) : "";
  return {
    push(token) {
      open.push(token);
      const text = decodeOpen();
      if (text.endsWith(INCOMPLETE)) {
        return settled + text.slice(0, text.indexOf(INCOMPLETE));
      }
      settled += text;
      open = [];
      return settled;
    },
    finish: () => settled + decodeOpen(),
  };
}

/** The end-of-sequence token, and the chat template's end of a turn where the vocabulary has it. */
function stopTokens(
  metadata: ReadonlyMap<string, GgufValue>,
  tokens: readonly string[],
  endOfTurn: string,
): ReadonlySet<number> {
  const stops = new Set<number>();
  const end = metadata.get("tokenizer.ggml.eos_token_id");
  if (typeof end === "number") stops.add(end);
  for (const name of [endOfTurn, "<|endoftext|>"]) {
    const id = tokens.indexOf(name);
    if (id >= 0) stops.add(id);
  }
  return stops;
}

function requireValue<Value extends string>(
  metadata: ReadonlyMap<string, GgufValue>,
  key: string,
  supported: readonly Value[],
): Value {
  const found = metadata.get(key);
  const value = supported.find((one) => one === found);
  if (value !== undefined) return value;
  throw new AppError({
    code: "unsupported-model",
    fault: { kind: "model-key", key, value: JSON.stringify(found) ?? "missing" },
  });
}

/** Pairs of tokens as "left right", most frequent first. */
function mergeRules(metadata: ReadonlyMap<string, GgufValue>): string[] {
  const key = "tokenizer.ggml.merges";
  const merges = list(metadata, key, "string") as string[];
  if (merges.every((merge) => /^[^ ]+ [^ ]+$/.test(merge))) return merges;
  throw badList(key, metadata.get(key));
}

function list(
  metadata: ReadonlyMap<string, GgufValue>,
  key: string,
  type: "string" | "number",
): GgufValue[] {
  const value = metadata.get(key);
  if (Array.isArray(value) && value.length > 0 && typeof value[0] === type) return value;
  throw badList(key, value);
}

function badList(key: string, value: GgufValue | undefined): AppError {
  const found = (JSON.stringify(value) ?? "missing").slice(0, 80);
  return new AppError({
    code: "bad-file",
    file: "gguf",
    fault: { kind: "value", place: key, found },
  });
}
