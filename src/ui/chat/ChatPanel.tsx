/** Right block: one message, answered by every column in lock-step. */
import { currentConversation } from "../../store/state";
import { ChatTools } from "./ChatTools";
import { ColumnsEditor } from "./ColumnsEditor";
import { EmptyColumns } from "./EmptyColumns";
import { MessageBox } from "./MessageBox";
import { SamplerSettings } from "./SamplerSettings";
import { TurnView } from "./TurnView";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";
import { useNewestTurn } from "./useNewestTurn";

export function ChatPanel() {
  const text = useText();
  const turns = useApp((state) => currentConversation(state).turns);
  const list = useNewestTurn(turns.at(-1)?.id ?? null);
  return (
    <section className="panel chat" aria-labelledby="chat-heading">
      <div className="chat-head">
        <h2 id="chat-heading" className="heading">
          {text("chat.heading")}
        </h2>
        <ChatTools />
      </div>
      <div className="composer">
        <MessageBox />
        <ColumnsEditor />
        <SamplerSettings />
      </div>
      <div className="turns" ref={list}>
        {turns.length === 0 ? (
          <EmptyColumns />
        ) : (
          turns
            .toReversed()
            .map((turn, index) => (
              <TurnView
                key={turn.id}
                turn={turn}
                number={turns.length - index}
                isLast={index === 0}
              />
            ))
        )}
      </div>
    </section>
  );
}
