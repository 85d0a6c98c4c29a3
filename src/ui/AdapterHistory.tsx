/** The adapters made in this tab, each with its own conversation. */
import { useActions, useApp } from "./storeContext";
import { useText } from "./translation";

export function AdapterHistory() {
  const text = useText();
  const conversations = useApp((state) => state.conversations);
  const currentKey = useApp((state) => state.currentKey);
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const { selectConversation } = useActions();
  if (conversations.length < 2) return null;
  return (
    <div className="history">
      <h3 className="subheading">{text("adapter.madeHere")}</h3>
      <ul>
        {conversations.toReversed().map(({ key, adapter, description, turns }) => (
          <li key={key}>
            <button
              type="button"
              className="history-item"
              aria-current={key === currentKey}
              aria-disabled={isBusy}
              onClick={() => void selectConversation(key)}
            >
              <span className="history-text">
                {adapter ? description : text("adapter.none")}
              </span>
              <span className="figure quiet">
                {text("adapter.messages", { count: turns.length })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
