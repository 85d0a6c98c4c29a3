/** Renders chats by a base model's chat template, as the adapters were trained with it. */
import { AppError } from "../../shared/errors";
import type { ChatTemplate } from "../../shared/chatTemplates";
import type { ChatMessage } from "../../shared/chat";

/**
 * A stretch of a prompt. Control tokens that are written out in a template's own text are those
 * tokens; in a text that somebody wrote they are letters like any other.
 */
export type PromptPart =
  { kind: "template"; text: string } | { kind: "text"; text: string };

export const fromTemplate = (text: string): PromptPart => ({ kind: "template", text });
export const written = (text: string): PromptPart => ({ kind: "text", text });

/** The prompt that asks for the next assistant message. */
export function renderConversation(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
): PromptPart[] {
  const [first, ...rest] = turns(template, messages);
  return [fromTemplate(template.start + first!.text), ...rest];
}

/** The messages and the head of the answer. */
function turns(template: ChatTemplate, messages: readonly ChatMessage[]): PromptPart[] {
  return [
    ...messages.flatMap(({ role, content }) => [
      turnHead(template, role),
      contentPart(template, content),
      turnEnd(template),
    ]),
    turnHead(template, "assistant"),
  ];
}

/** The template before the first message. */
export function chatHead(template: ChatTemplate, role: ChatMessage["role"]): PromptPart {
  return fromTemplate(template.start + turnHead(template, role).text);
}

function turnHead(
  { beforeRole, afterRole, systemStart }: ChatTemplate,
  role: ChatMessage["role"],
): PromptPart {
  const own = role === "system" ? systemStart : "";
  return fromTemplate(beforeRole + role + afterRole + own);
}

function contentPart({ isTrimmed }: ChatTemplate, content: string): PromptPart {
  return written(isTrimmed ? content.trim() : content);
}

/** The template behind a message. */
export function turnEnd({ endOfTurn, afterTurn }: ChatTemplate): PromptPart {
  return fromTemplate(endOfTurn + afterTurn);
}

/**
 * A description as the system message of a chat whose message is empty: the text of the message,
 * and all behind it, from its end to where the answer begins.
 */
export function renderDescription(
  template: ChatTemplate,
  description: string,
): { system: PromptPart[]; template: PromptPart[] } {
  return {
    system: [chatHead(template, "system"), contentPart(template, description)],
    template: [turnEnd(template), ...turns(template, [{ role: "user", content: "" }])],
  };
}

/** A prompt as one text, for those who tokenise it themselves and for people. */
export function promptText(prompt: readonly PromptPart[]): string {
  return prompt.map(({ text }) => text).join("");
}

/** The prompt of one message, with "{input}" for it. */
export function promptTemplate(template: ChatTemplate): string {
  return promptText(renderConversation(template, [{ role: "user", content: "{input}" }]));
}

/**
 * Refuses a hypernetwork whose training used another template than the base model is prompted
 * with. `trained` is the manifest's, with "{input}" for the message.
 */
export function checkTemplate(template: ChatTemplate, trained: string): void {
  const ours = promptTemplate(template);
  if (trained !== ours) {
    const [theirs, own] = [trained, ours].map((template) => JSON.stringify(template));
    throw new AppError({
      code: "unsupported-model",
      fault: { kind: "template", theirs: theirs!, ours: own! },
    });
  }
}
