/** One message with every column's answer beneath it. */
import { COLUMN_IDS, type Turn } from "../store/state";
import { AnswerView } from "./AnswerView";
import { useActions, useApp } from "./storeContext";
import { useText } from "./translation";

export function TurnView(props: { turn: Turn; number: number; isLast: boolean }) {
  const { turn, number, isLast } = props;
  const text = useText();
  const shown = COLUMN_IDS.filter((id) => turn.answers[id]);
  return (
    <article className="turn" aria-label={text("chat.turn", { number })}>
      <div className="turn-head">
        <span className="figure quiet" aria-hidden="true">
          {number}
        </span>
        <p className="turn-message">{turn.message}</p>
        {isLast && <Retry />}
      </div>
      <div className={`columns of-${shown.length}`}>
        {shown.map((id) => (
          <AnswerView
            key={id}
            column={id}
            answer={turn.answers[id]!}
            strength={turn.strength}
          />
        ))}
      </div>
    </article>
  );
}

function Retry() {
  const text = useText();
  const isBusy = useApp((state) => state.answering.status !== "idle");
  const { retry } = useActions();
  return (
    <button
      type="button"
      className="button small plain"
      aria-disabled={isBusy}
      onClick={() => void retry()}
    >
      {text("chat.retry")}
    </button>
  );
}
