/** Chat templates as Meta and others publish them, from llama.cpp's collection. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Template } from "@huggingface/jinja";
import { describe, expect, it } from "vitest";
import { promptText, renderConversation } from "../../src/engine/base/chatTemplate";
import { templateOf } from "../../src/engine/ownBase/template";
import type { GgufValue } from "../../src/formats/gguf";
import type { ChatMessage } from "../../src/shared/chat";
import { INTEROP } from "./page";

const FOLDER = join(INTEROP, "llama.cpp/llama.cpp/models/templates");
const BOS = "<|begin_of_text|>";
const CHAT: ChatMessage[] = [
  { role: "system", content: " Be {{ brief }}.\n" },
  { role: "user", content: "\n\nHi " },
  { role: "assistant", content: "Yo" },
  { role: "user", content: "and?" },
];

describe.runIf(existsSync(FOLDER))("a published template", () => {
  it.each([
    ["meta-llama-Llama-3.1-8B-Instruct", "Llama 3"],
    ["meta-llama-Llama-3.2-3B-Instruct", "Llama 3"],
    ["meta-llama-Llama-3.3-70B-Instruct", "Llama 3"],
    ["Qwen-Qwen2.5-7B-Instruct", "ChatML"],
    ["Qwen-Qwen3-0.6B", "ChatML"],
  ])("%s is written as %s, with a system message", async (file, name) => {
    const source = readFileSync(join(FOLDER, `${file}.jinja`), "utf8");
    const metadata = new Map<string, GgufValue>([
      ["tokenizer.chat_template", source],
      ["tokenizer.ggml.tokens", [BOS]],
      ["tokenizer.ggml.bos_token_id", 0],
    ]);
    const template = await templateOf({ metadata });
    expect(template.name).toBe(name);
    const own = new Template(source).render({
      messages: CHAT,
      add_generation_prompt: true,
      bos_token: BOS,
      eos_token: "",
    });
    expect(promptText(renderConversation(template, CHAT))).toBe(own);
  });
});
