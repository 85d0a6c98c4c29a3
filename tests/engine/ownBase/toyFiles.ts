/** Files of toy models that can answer: with a vocabulary of letters and a chat template. */
import { TOY, toyModel, type ToyModelOptions } from "../base/toyModel";
import type { GgufField } from "../../formats/ggufWriter";

export const CHATML_JINJA =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']" +
  " + '<|im_end|>\\n'}}{% endfor %}{% if add_generation_prompt %}{{'<|im_start|>assistant\\n'}}" +
  "{% endif %}";

const SPECIALS = ["<|im_start|>", "<|im_end|>"];

/** Metadata of a byte-level tokenizer with ChatML's tokens. */
export function chatMetadata(
  jinja: string | null = CHATML_JINJA,
): Record<string, GgufField> {
  const letters = [..."abcdefghijklmnopqrstuvwxyz.!?Ċ", "ab"];
  const rest = TOY.vocabulary - SPECIALS.length - letters.length;
  const unused = Array.from({ length: rest }, (_, index) => `unused${index}`);
  const tokens = [...SPECIALS, ...letters, ...unused];
  const kinds = tokens.map((token) => (SPECIALS.includes(token) ? 3 : 1));
  return {
    "tokenizer.ggml.model": { type: "string", value: "gpt2" },
    "tokenizer.ggml.pre": { type: "string", value: "smollm" },
    "tokenizer.ggml.tokens": { type: "strings", value: tokens },
    "tokenizer.ggml.token_type": { type: "numbers", value: kinds },
    "tokenizer.ggml.merges": { type: "strings", value: ["a b"] },
    ...(jinja !== null && {
      "tokenizer.chat_template": { type: "string", value: jinja },
    }),
  };
}

export function chattingModel(options: ToyModelOptions = {}): Uint8Array<ArrayBuffer> {
  return toyModel({ ...options, metadata: { ...chatMetadata(), ...options.metadata } });
}

export function fileOf(bytes: Uint8Array<ArrayBuffer>, name = "mouse.gguf"): File {
  return new File([bytes], name);
}
