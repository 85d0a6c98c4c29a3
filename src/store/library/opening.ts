/** An entry as the conversation of its adapter shows it. */
import { conversationWith } from "../chat/conversationList";
import type { Conversation, Turn } from "../chat/conversationState";
import { keptExamples, missingExamples, numbered } from "../examples/list";
import { MOST_EXAMPLES } from "../limits";
import type { AppState } from "../state";
import { conversationOf, keptTurn, type LibraryEntry } from "./entry";
import { turnWords, without } from "./revisions";

/**
 * What the entry opens as; with the conversation that is here already, if any, and what was asked in
 * it last. What another conversation of its adapter shows stays there alone.
 */
export function openedConversation(
  entry: LibraryEntry,
  state: AppState,
): ReturnType<typeof conversationOf> {
  const opened = conversationOf(entry);
  const here = conversationWith(state, entry.adapter);
  if (!here) return opened;
  const { checksum } = entry.adapter;
  const shown = state.conversations
    .filter(({ adapter }) => adapter?.checksum === checksum)
    .flatMap(({ turns }) => turns);
  const earlier = without(opened.turns, shown, shownWords);
  return {
    ...opened,
    examples: withMissing(here.examples, entry.examples),
    turns: earlier.length > 0 ? [...earlier, ...here.turns] : here.turns,
  };
}

/** The list here behind what the entry has beside it; itself where that is nothing. */
function withMissing(
  here: Conversation["examples"],
  kept: LibraryEntry["examples"],
): Conversation["examples"] {
  const room = MOST_EXAMPLES - here.length;
  const missing = missingExamples(kept, keptExamples(here)).slice(0, room);
  return missing.length > 0 ? [...numbered(missing, here), ...here] : here;
}

function shownWords(turn: Turn): string {
  return turnWords(keptTurn(turn));
}
