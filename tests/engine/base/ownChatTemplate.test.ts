import { Template } from "@huggingface/jinja";
import { beforeAll, describe, expect, it } from "vitest";
import { promptText, renderConversation } from "../../../src/engine/base/chatTemplate";
import type { ChatTemplate } from "../../../src/shared/chatTemplates";
import type { ChatMessage } from "../../../src/shared/chat";
import { MODELS, recordsOf } from "../../../src/shared/models";
import { baseModelHeader, hasLargeBaseModel, LARGE_BASE_MODEL_ID } from "../golden";

/** Text that a file's own template adds where the conversation has no system message. */
const OWN_SYSTEM_MESSAGES: Record<string, string> = {
  "smollm2-135m-instruct-q4_1":
    "You are a helpful AI assistant named SmolLM, trained by Hugging Face",
  [LARGE_BASE_MODEL_ID]:
    "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
};

const SYSTEM: ChatMessage = { role: "system", content: "Answer with {one} word.\n" };
const TURNS: ChatMessage[] = [
  { role: "user", content: "What is 1 + 1?" },
  { role: "assistant", content: "  Two 🙂\n" },
  { role: "user", content: "<b>And</b> 2 + 2?\n\nThink: 'hard'." },
];
const CONVERSATIONS = [[TURNS[0]!], TURNS, [{ role: "user" as const, content: "" }]];

const render = (template: ChatTemplate, messages: readonly ChatMessage[]) =>
  promptText(renderConversation(template, messages));

describe.each(recordsOf(MODELS, "base"))("the template of $label", (record) => {
  const isHere = record.id !== LARGE_BASE_MODEL_ID || hasLargeBaseModel;

  let template: Template;

  beforeAll(async () => {
    if (!isHere) return;
    const { metadata } = await baseModelHeader(record.id);
    template = new Template(metadata.get("tokenizer.chat_template") as string);
  });

  const renderOwn = (messages: readonly ChatMessage[]) =>
    template.render({ messages, add_generation_prompt: true });

  it.runIf(isHere)("is the file's own where there is a system message", () => {
    for (const turns of CONVERSATIONS) {
      const messages = [SYSTEM, ...turns];
      const own = renderOwn(messages);
      expect(render(record.chatTemplate, messages)).toBe(own);
    }
  });

  it.runIf(isHere)("is the file's own without its default system message", () => {
    for (const messages of CONVERSATIONS) {
      const content = OWN_SYSTEM_MESSAGES[record.id]!;
      const own = renderOwn(messages);
      const explicit = renderOwn([{ role: "system", content }, ...messages]);
      expect(own).toBe(explicit);
      const ours = render(record.chatTemplate, messages);
      expect(ours).not.toContain(content);
      const systemTurn = render(record.chatTemplate, [{ role: "system", content }]);
      const answerHead = render(record.chatTemplate, []);
      expect(systemTurn.slice(0, -answerHead.length) + ours).toBe(own);
    }
  });
});
