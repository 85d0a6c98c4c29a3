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
/** Character that a byte sequence decodes to while it is not yet a whole one. */
const INCOMPLETE = "\uFFFD";

/** Throws "unsupported-model" for another kind of tokenizer, naming the key. */
export function createTokenizer(
  { metadata }: Gguf,
  { endOfTurn }: ChatTemplate,
): Tokenizer {
  requireValue(metadata, "tokenizer.ggml.model", ["gpt2"]);
  requireValue(metadata, "tokenizer.ggml.pre", ["smollm"]);
  const tokens = list(metadata, "tokenizer.ggml.tokens", "string") as string[];
  const kinds = list(metadata, "tokenizer.ggml.token_type", "number") as number[];
  const special = (id: number) => kinds[id] === CONTROL || kinds[id] === USER_DEFINED;
  const inner = new PreTrainedTokenizer(
    {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: tokens.flatMap((content, id) =>
        special(id)
          ? [
              {
                id,
                content,
                single_word: false,
                lstrip: false,
                rstrip: false,
                normalized: false,
                special: true,
              },
            ]
          : [],
      ),
      normalizer: null,
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          { type: "Digits", individual_digits: true },
          {
            type: "ByteLevel",
            add_prefix_space: false,
            trim_offsets: true,
            use_regex: true,
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

function requireValue(
  metadata: ReadonlyMap<string, GgufValue>,
  key: string,
  supported: readonly string[],
): void {
  const value = metadata.get(key);
  if (typeof value === "string" && supported.includes(value)) return;
  throw new AppError(
    "unsupported-model",
    `This model cannot be run here: ${key} is ${JSON.stringify(value) ?? "missing"}.`,
  );
}

/** Pairs of tokens as "left right", most frequent first. */
function mergeRules(metadata: ReadonlyMap<string, GgufValue>): string[] {
  const key = "tokenizer.ggml.merges";
  const merges = list(metadata, key, "string") as string[];
  if (merges.every((merge) => /^[^ ]+ [^ ]+$/.test(merge))) return merges;
  throw new AppError("bad-file", `The model file's ${key} are not pairs of tokens.`);
}

function list(
  metadata: ReadonlyMap<string, GgufValue>,
  key: string,
  type: "string" | "number",
): GgufValue[] {
  const value = metadata.get(key);
  if (Array.isArray(value) && value.length > 0 && typeof value[0] === type) return value;
  throw new AppError("bad-file", `The model file lacks the list ${key}.`);
}
