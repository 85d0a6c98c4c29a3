/** Finds the chat template of a model file among those that the page knows. */
import type { GgufContent } from "../../formats/gguf";
import type { ChatMessage } from "../../shared/chat";
import { CHAT_TEMPLATES, type ChatTemplate } from "../../shared/chatTemplates";
import { promptText, renderConversation } from "../base/chatTemplate";
import { badBase } from "./fileStart";

const KEY = "tokenizer.chat_template";

const SYSTEM = "Answer {briefly}.";
/** A system message keeps a template from adding one of its own. */
const TRIAL: readonly ChatMessage[] = [
  { role: "system", content: SYSTEM },
  { role: "user", content: "What is 1 + 1?" },
  { role: "assistant", content: "Two" },
  { role: "user", content: "And 2 + 2?" },
];
const SPACED: readonly ChatMessage[] = [
  { role: "system", content: SYSTEM },
  { role: "user", content: "\n What is 1 + 1? \n" },
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
  const bos = firstToken(metadata);
  const render = await renderer(source, bos);
  const own = render(TRIAL);
  for (const known of CHAT_TEMPLATES) {
    // Some vocabularies begin a text with the token that begins a turn: it is there once then.
    const fitted =
      own && (fit({ ...known, start: bos }, own) ?? fit({ ...known, start: "" }, own));
    if (!fitted) continue;
    const trimmed = { ...fitted, isTrimmed: true };
    const isTrimmed = render(SPACED) === promptText(renderConversation(trimmed, SPACED));
    return { ...fitted, isTrimmed };
  }
  const known = CHAT_TEMPLATES.map(({ name }) => name).join(", ");
  throw badBase({ kind: "other-template", known });
}

/**
 * The template with the head of system messages that the file's own gives the trial; null where the
 * rest is not as it writes it.
 */
function fit(known: ChatTemplate, own: string): ChatTemplate | null {
  const [head, ...rest] = renderConversation(known, TRIAL);
  const tail = promptText(rest);
  const isLonger = own.length >= head!.text.length + tail.length;
  if (!isLonger || !own.startsWith(head!.text) || !own.endsWith(tail)) return null;
  const systemStart = own.slice(head!.text.length, own.length - tail.length);
  const isOneTurn = [known.beforeRole, known.endOfTurn].every(
    (token) => !systemStart.includes(token),
  );
  return isOneTurn ? { ...known, systemStart } : null;
}

/** The token that begins a text, as the file's template may write it; "" where there is none. */
function firstToken(metadata: GgufContent["metadata"]): string {
  const id = metadata.get("tokenizer.ggml.bos_token_id");
  const tokens = metadata.get("tokenizer.ggml.tokens");
  const token = typeof id === "number" && Array.isArray(tokens) ? tokens[id] : "";
  return typeof token === "string" ? token : "";
}

/** Writes a chat by the file's template; gives null where that fails. */
async function renderer(
  source: string,
  bos: string,
): Promise<(messages: readonly ChatMessage[]) => string | null> {
  const { Template } = await import("@huggingface/jinja");
  return (messages) => {
    try {
      return new Template(source).render({
        messages,
        add_generation_prompt: true,
        bos_token: bos,
        eos_token: "",
      });
    } catch {
      return null;
    }
  };
}
