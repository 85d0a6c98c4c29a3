/** Renders chats by a base model's chat template, as the adapters were trained with it. */
import { AppError } from "../../shared/errors";
import type { ChatTemplate } from "../../shared/chatTemplates";
import type { ChatMessage } from "../../shared/chat";

/** The prompt that asks for the next assistant message. */
export function renderConversation(
  { beforeRole, afterRole, endOfTurn, afterTurn }: ChatTemplate,
  messages: readonly ChatMessage[],
): string {
  const head = (role: ChatMessage["role"]) => beforeRole + role + afterRole;
  const turns = messages.map(
    ({ role, content }) => head(role) + content + endOfTurn + afterTurn,
  );
  return turns.join("") + head("assistant");
}

/**
 * A description as the system message of a chat whose message is empty: the text of the message,
 * and all behind it, from its end to where the answer begins.
 */
export function renderDescription(
  template: ChatTemplate,
  description: string,
): { system: string; template: string } {
  const whole = renderConversation(template, [
    { role: "system", content: "" },
    { role: "user", content: "" },
  ]);
  const end = whole.indexOf(template.endOfTurn);
  return { system: whole.slice(0, end) + description, template: whole.slice(end) };
}

/** The prompt of one message, with "{input}" for it. */
export function promptTemplate(template: ChatTemplate): string {
  return renderConversation(template, [{ role: "user", content: "{input}" }]);
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
