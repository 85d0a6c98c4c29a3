/** An entry as the conversation of its adapter shows it. */
import type { Conversation, Turn } from "../chat/conversationState";
import { conversationOf, keptTurn, type LibraryEntry } from "./entry";
import { turnWords, without } from "./revisions";

/**
 * What the entry opens as; with the conversation that is here already, if any, and what was asked in
 * it last.
 */
export function openedConversation(
  entry: LibraryEntry,
  here: Conversation | undefined,
): ReturnType<typeof conversationOf> {
  const opened = conversationOf(entry);
  if (!here) return opened;
  const earlier = without(opened.turns, here.turns, shownWords);
  return {
    ...opened,
    examples: here.examples.length > 0 ? here.examples : opened.examples,
    turns: earlier.length > 0 ? [...earlier, ...here.turns] : here.turns,
  };
}

function shownWords(turn: Turn): string {
  return turnWords(keptTurn(turn));
}
