/** Files of toy models that can answer: with a vocabulary of letters and a chat template. */
import { TOY, toyModel, type ToyModelOptions } from "../base/toyModel";
import type { GgufField } from "../../formats/ggufWriter";

export const CHATML_JINJA =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']" +
  " + '<|im_end|>\\n'}}{% endfor %}{% if add_generation_prompt %}{{'<|im_start|>assistant\\n'}}" +
  "{% endif %}";

/** As Llama 3's own: white space around a content is left out, and the first token written out. */
export const LLAMA_3_JINJA =
  "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role'] + " +
  "'<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' %}" +
  "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}" +
  "{% endfor %}{% if add_generation_prompt %}" +
  "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

/** Control tokens of each template's vocabularies. */
const SPECIALS = {
  smollm: ["<|im_start|>", "<|im_end|>"],
  "llama-bpe": [
    "<|begin_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
  ],
};

/** Metadata of a byte-level tokenizer with the tokens of ChatML or Llama 3, and a template. */
export function chatMetadata(
  jinja: string | null = CHATML_JINJA,
  pre: keyof typeof SPECIALS = "smollm",
): Record<string, GgufField> {
  const specials = SPECIALS[pre];
  const letters = [..."abcdefghijklmnopqrstuvwxyz.!?Ċ", "ab"];
  const rest = TOY.vocabulary - specials.length - letters.length;
  const unused = Array.from({ length: rest }, (_, index) => `unused${index}`);
  const tokens = [...specials, ...letters, ...unused];
  const kinds = tokens.map((token) => (specials.includes(token) ? 3 : 1));
  return {
    "tokenizer.ggml.model": { type: "string", value: "gpt2" },
    "tokenizer.ggml.pre": { type: "string", value: pre },
    ...(pre === "llama-bpe" && {
      "tokenizer.ggml.bos_token_id": { type: "uint32", value: 0 } as const,
    }),
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
