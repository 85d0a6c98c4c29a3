/** Tools of the whole conversation: marking differences, asking again, copy, clear. */
import { useRef } from "react";
import { flushSync } from "react-dom";
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
  const clearing = useRef<HTMLButtonElement>(null);
  const puttingBack = useRef<HTMLButtonElement>(null);

  /** Drawn at once, so that the other button can take over the focus of one that goes. */
  function press(change: () => void): void {
    flushSync(change);
    if (!clearing.current) puttingBack.current?.focus();
    else if (!puttingBack.current) clearing.current.focus();
  }

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
            ref={clearing}
            aria-disabled={isBusy}
            onClick={() => press(clear)}
          >
            {text("chat.clear")}
          </button>
        </>
      )}
      {hasCleared && (
        <button
          type="button"
          className="button small"
          ref={puttingBack}
          aria-disabled={isBusy}
          onClick={() => press(undoClear)}
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
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const { askAll } = useActions();
  if (messages === null) return null;
  const list = messages.split(SEPARATOR);
  return (
    <button
      type="button"
      className="button small"
      aria-disabled={isBusy}
      onClick={() => void askAll(list)}
    >
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
