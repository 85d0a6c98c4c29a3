/** Tools of the whole conversation: marking differences, asking again, copy, clear. */
import { clearedHere } from "../../store/chat/conversationList";
import { type AppState, currentConversation } from "../../store/state";
import { useColumnName } from "../kit/columnName";
import { CopyButton } from "../kit/CopyButton";
import { conversationText } from "./conversationText";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function ChatTools() {
  const text = useText();
  const columnName = useColumnName();
  const highlights = useApp((state) => state.highlightsDifferences);
  const conversation = useApp(currentConversation);
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const hasCleared = useApp((state) => clearedHere(state) !== null);
  const { highlightDifferences, clear, undoClear } = useActions();
  return (
    <div className="row chat-tools">
      <AskAgain />
      {conversation.turns.length > 0 && (
        <>
          <CopyButton
            text={() => conversationText(text, columnName, conversation)}
            label={text("chat.copyAll")}
          />
          <button
            type="button"
            className="button small plain"
            aria-disabled={isBusy}
            onClick={clear}
          >
            {text("chat.clear")}
          </button>
        </>
      )}
      {hasCleared && (
        <button
          type="button"
          className="button small"
          aria-disabled={isBusy}
          onClick={undoClear}
        >
          {text("chat.undoClear")}
        </button>
      )}
      <label className="choice">
        <input
          type="checkbox"
          checked={highlights}
          onChange={(event) => highlightDifferences(event.target.checked)}
        />
        {text("chat.markDifferences")}
      </label>
    </div>
  );
}

/** A fresh adapter can be asked what the one before it was asked. */
function AskAgain() {
  const text = useText();
  const messages = useApp(earlierMessages);
  const { askAll } = useActions();
  if (messages === null) return null;
  const list = messages.split(SEPARATOR);
  return (
    <button type="button" className="button small" onClick={() => void askAll(list)}>
      {text("chat.askAgain", { count: list.length })}
    </button>
  );
}

// The messages are joined to one string, because a selector must return something that compares
// equal.
const SEPARATOR = "\u0000";

function earlierMessages(state: AppState): string | null {
  const current = currentConversation(state);
  const others = state.conversations.filter(
    ({ key, turns }) => key !== current.key && turns.length > 0,
  );
  const earlier = others.at(-1);
  if (!earlier || current.turns.length > 0) return null;
  return earlier.turns.map(({ message }) => message).join(SEPARATOR);
}
