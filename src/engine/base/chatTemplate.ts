/** ChatML as the adapters were trained with it: no default system message. */
import { AppError } from "../../shared/errors";
import type { ChatMessage } from "../../shared/engine";

/** The prompt that asks for the next assistant message. */
export function renderConversation(messages: readonly ChatMessage[]): string {
  const turns = messages.map(
    ({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`,
  );
  return `${turns.join("")}<|im_start|>assistant\n`;
}

/**
 * A description as the system message of a chat whose message is empty: the text of the message,
 * and all behind it, from its end to where the answer begins.
 */
export function renderDescription(description: string): {
  system: string;
  template: string;
} {
  const whole = renderConversation([
    { role: "system", content: "" },
    { role: "user", content: "" },
  ]);
  const end = whole.indexOf("<|im_end|>");
  return { system: whole.slice(0, end) + description, template: whole.slice(end) };
}

/**
 * Refuses a hypernetwork whose training used another template than this page prompts with.
 * `template` is the manifest's, with "{input}" for the message.
 */
export function checkTemplate(template: string): void {
  const ours = renderConversation([{ role: "user", content: "{input}" }]);
  if (template !== ours) {
    throw new AppError(
      "unsupported-model",
      `The hypernetwork was trained with the chat template ${JSON.stringify(template)}, ` +
        `but this page prompts with ${JSON.stringify(ours)}. Use a matching version of the page.`,
    );
  }
}
