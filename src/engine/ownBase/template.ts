/** Finds the chat template of a model file among those that the page knows. */
import type { GgufContent } from "../../formats/gguf";
import type { ChatMessage } from "../../shared/chat";
import { CHAT_TEMPLATES, type ChatTemplate } from "../../shared/chatTemplates";
import { promptText, renderConversation } from "../base/chatTemplate";
import { badBase } from "./fileStart";

const KEY = "tokenizer.chat_template";

/** A system message keeps a template from adding one of its own. */
const TRIAL: readonly ChatMessage[] = [
  { role: "system", content: "Answer {briefly}." },
  { role: "user", content: "What is 1 + 1?" },
  { role: "assistant", content: "Two" },
  { role: "user", content: "And 2 + 2?" },
];

/**
 * The known template that writes a chat as the file's own does, which is rendered to see. Throws
 * "bad-base" where there is none, or an unknown one.
 */
export async function templateOf({
  metadata,
}: Pick<GgufContent, "metadata">): Promise<ChatTemplate> {
  const source = metadata.get(KEY);
  if (typeof source !== "string") throw badBase({ kind: "no-template" });
  const own = await renderOwn(source);
  const found = CHAT_TEMPLATES.find(
    (template) => promptText(renderConversation(template, TRIAL)) === own,
  );
  if (found) return found;
  const known = CHAT_TEMPLATES.map(({ name }) => name).join(", ");
  throw badBase({ kind: "other-template", known });
}

/** The trial as the file's template writes it; null where that fails. */
async function renderOwn(source: string): Promise<string | null> {
  const { Template } = await import("@huggingface/jinja");
  try {
    return new Template(source).render({
      messages: TRIAL,
      add_generation_prompt: true,
      bos_token: "",
      eos_token: "",
    });
  } catch {
    return null;
  }
}
