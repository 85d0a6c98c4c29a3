/** What applies to the whole conversation: the third column, asking again, copy, clear. */
import { type AppState, currentConversation } from "../store/state";
import { CopyButton } from "./CopyButton";
import { conversationText } from "./columnNames";
import { useActions, useApp } from "./storeContext";

export function ChatTools() {
  const isPromptColumnShown = useApp((state) => state.isPromptColumnShown);
  const conversation = useApp(currentConversation);
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const { showPromptColumn, clear } = useActions();
  return (
    <div className="row chat-tools">
      <AskAgain />
      {conversation.turns.length > 0 && (
        <>
          <CopyButton text={() => conversationText(conversation)} label="Copy all" />
          <button
            type="button"
            className="button small plain"
            aria-disabled={isBusy}
            onClick={clear}
          >
            Clear
          </button>
        </>
      )}
      <label className="choice">
        <input
          type="checkbox"
          checked={isPromptColumnShown}
          onChange={(event) => showPromptColumn(event.target.checked)}
        />
        Description as prompt
      </label>
    </div>
  );
}

/** A fresh adapter can be asked what the one before it was asked. */
function AskAgain() {
  const messages = useApp(earlierMessages);
  const { askAll } = useActions();
  if (messages === null) return null;
  const list = messages.split(SEPARATOR);
  return (
    <button type="button" className="button small" onClick={() => void askAll(list)}>
      {list.length === 1
        ? "Ask the earlier message again"
        : `Ask the ${list.length} earlier messages again`}
    </button>
  );
}

// One string, because a selector must return something that compares equal.
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
