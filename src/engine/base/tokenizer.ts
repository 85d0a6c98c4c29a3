/** The base model's tokenizer, built from the GGUF's own metadata. */
import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import type { Gguf, GgufValue } from "../../formats/gguf";
import type { ChatTemplate } from "../../shared/chatTemplates";
import { withoutBegunCharacter } from "../../shared/text/characters";
import { AppError } from "../../shared/errors";
import type { PromptPart } from "./chatTemplate";

export interface Tokenizer {
  /**
   * Tokens of a prompt, or of a text that somebody wrote. Control tokens come from a template's
   * parts alone, as with Hugging Face's `split_special_tokens`; none is added.
   */
  encode(prompt: string | readonly PromptPart[]): number[];
  streamDecoder(): StreamDecoder;
  /** Tokens that end an answer. */
  stopTokens: ReadonlySet<number>;
  /** Tokens that mean nothing: a vocabulary padded to a round size has them. */
  unusedTokens: readonly number[];
}

/** Turns tokens into text as they come, and never shows half a character. */
export interface StreamDecoder {
  /** The whole text so far, without a character that is still incomplete. */
  push(token: number): string;
  /**
   * The whole text. `isCut` says that the answer would have gone on: what a reader sees as one
   * character, such as a flag of two letters, is then left out where it has only begun.
   */
  finish(isCut: boolean): string;
}

const CONTROL = 3;
const USER_DEFINED = 4;
const UNUSED = 5;

/** Oniguruma's (?i:'s|'t|'re|'ve|'m|'ll|'d), to which the long ſ is an s, too. */
const CONTRACTIONS = "'[sSſ]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]";

/**
 * How text is normalised and cut before byte pairs are merged, by `tokenizer.ggml.pre`. The
 * patterns are Oniguruma's, in which \s is Unicode's white space; each cuts what the one before
 * left.
 */
const SPLITTING = {
  smollm: {
    normalizer: null,
    ignoresMerges: false,
    splits: [
      // Numbers of every script, one by one, as Hugging Face's `Digits` cuts them out.
      "\\p{N}",
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
    ],
  },
  qwen2: {
    normalizer: { type: "NFC" },
    ignoresMerges: false,
    splits: [
      CONTRACTIONS +
        "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" +
        "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    ],
  },
  /** Llama 3's: a piece that is a token as it stands is that token, whatever the merges make. */
  "llama-bpe": {
    normalizer: null,
    ignoresMerges: true,
    splits: [
      CONTRACTIONS +
        "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" +
        "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    ],
  },
} as const;

const PRE_TOKENIZERS = Object.keys(SPLITTING) as (keyof typeof SPLITTING)[];

/** Ends of texts and answers besides the chat template's, by the names that vocabularies have. */
const ENDS = ["<|endoftext|>", "<|end_of_text|>", "<|eom_id|>"];

/** Throws "unsupported-model" for another kind of tokenizer, naming the key. */
export function createTokenizer(
  { metadata }: Pick<Gguf, "metadata">,
  { endOfTurn }: ChatTemplate,
): Tokenizer {
  requireValue(metadata, "tokenizer.ggml.model", ["gpt2"]);
  const pre = requireValue(metadata, "tokenizer.ggml.pre", PRE_TOKENIZERS);
  const { normalizer, ignoresMerges, splits } = SPLITTING[pre];
  const tokens = list(metadata, "tokenizer.ggml.tokens", "string") as string[];
  const kinds = list(metadata, "tokenizer.ggml.token_type", "number") as number[];
  const inner = new HuggingFaceTokenizer(
    {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: tokens.flatMap((content, id) =>
        kinds[id] === USER_DEFINED
          ? [
              {
                id,
                content,
                single_word: false,
                lstrip: false,
                rstrip: false,
                normalized: false,
                special: false,
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
        ignore_merges: ignoresMerges,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: mergeRules(metadata),
      },
    },
    { tokenizer_class: "GPT2Tokenizer", clean_up_tokenization_spaces: false },
  );
  const control = new Map(
    tokens.flatMap((content, id) => (kinds[id] === CONTROL ? [[content, id]] : [])),
  );
  const bytesOf = tokenBytes(tokens, kinds);
  return {
    encode: (prompt) =>
      stretches(prompt, control).flatMap((stretch) =>
        typeof stretch === "number"
          ? [stretch]
          : inner.encode(stretch, { add_special_tokens: false }).ids,
      ),
    streamDecoder: () => createStreamDecoder(bytesOf),
    stopTokens: stopTokens(metadata, tokens, endOfTurn),
    unusedTokens: kinds.flatMap((kind, id) => (kind === UNUSED ? [id] : [])),
  };
}

/**
 * Control tokens of the template's parts by id, and the texts between them. What stands side by
 * side is one text, so that the template's words and a person's are cut as in one.
 */
function stretches(
  prompt: string | readonly PromptPart[],
  control: ReadonlyMap<string, number>,
): (string | number)[] {
  if (typeof prompt === "string") return prompt === "" ? [] : [prompt];
  const names = [...control.keys()].sort((one, other) => other.length - one.length);
  const anyName = new RegExp(`(${names.map(escapeRegExp).join("|")})`, "u");
  const found: (string | number)[] = [];
  for (const { kind, text } of prompt) {
    const pieces = kind === "template" && names.length > 0 ? text.split(anyName) : [text];
    pieces.forEach((piece, index) => {
      const last = found.at(-1);
      if (index % 2 === 1) found.push(control.get(piece)!);
      else if (piece === "") return;
      else if (typeof last === "string") found[found.length - 1] = last + piece;
      else found.push(piece);
    });
  }
  return found;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}

/** Text is decoded once, so a long answer stays as cheap as a short one. */
function createStreamDecoder(
  bytesOf: (token: number) => readonly number[],
): StreamDecoder {
  // Bytes of a character that has only begun stay in the decoder.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  return {
    push(token) {
      text += decoder.decode(Uint8Array.from(bytesOf(token)), { stream: true });
      return text;
    },
    finish: (isCut) => (isCut ? withoutBegunCharacter(text) : text),
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
  for (const name of [endOfTurn, ...ENDS]) {
    const id = tokens.indexOf(name);
    if (id >= 0) stops.add(id);
  }
  return stops;
}

/** Bytes that a token stands for; a control token stands for none. */
function tokenBytes(
  tokens: readonly string[],
  kinds: readonly number[],
): (token: number) => readonly number[] {
  const bytes = new Map(byteCharacters().map((character, byte) => [character, byte]));
  return (token) => {
    const text = tokens[token] ?? "";
    if (kinds[token] === CONTROL) return [];
    if (kinds[token] === USER_DEFINED) return [...new TextEncoder().encode(text)];
    return Array.from(text, (character) => bytes.get(character) ?? 0);
  };
}

/** The character that byte-level BPE writes for each byte: itself where it can be seen. */
function byteCharacters(): string[] {
  let others = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const isSeen =
      (byte >= 0x21 && byte <= 0x7e) ||
      (byte >= 0xa1 && byte <= 0xac) ||
      (byte >= 0xae && byte <= 0xff);
    return String.fromCodePoint(isSeen ? byte : others++);
  });
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
