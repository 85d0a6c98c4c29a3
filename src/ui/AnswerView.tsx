/** One column's answer: its text as text, how fast it came, how it ended. */
import type { Answer, ColumnId } from "../store/state";
import { CopyButton } from "./CopyButton";
import { failureWords } from "./failureWords";
import { useQuantities } from "./quantities";
import { useText } from "./translation";

export function AnswerView(props: {
  column: ColumnId;
  answer: Answer;
  strength: number;
}) {
  const { column, answer, strength } = props;
  const text = useText();
  const { tokensPerSecond } = useQuantities();
  const name = text(`column.${column}`);
  const { text: written, tokens, outcome } = answer;
  const isWriting = outcome.status === "writing";
  return (
    <div
      role="group"
      className={`answer ${column}`}
      aria-label={name}
      aria-busy={isWriting}
    >
      <h3 className="answer-name">
        {name}
        {column === "adapted" && strength !== 1 && (
          <span className="figure quiet"> × {strength.toFixed(2)}</span>
        )}
      </h3>
      <p className="answer-text">
        {written}
        {isWriting && <span className="caret" aria-hidden="true" />}
        {!isWriting && written === "" && (
          <span className="quiet">{text("chat.noText")}</span>
        )}
      </p>
      {outcome.status === "failed" && (
        <p className="note warning" role="alert">
          {failureWords(text, outcome.failure)} {text("chat.retryAfter")}
        </p>
      )}
      <footer className="answer-foot">
        <span className="figure quiet">
          {text("chat.tokens", { count: tokens })}
          {answer.tokensPerSecond > 0 && ` · ${tokensPerSecond(answer.tokensPerSecond)}`}
        </span>
        {outcome.status === "finished" && outcome.finish !== "stop" && (
          <span className="finish">{text(`chat.${outcome.finish}`)}</span>
        )}
        {!isWriting && written !== "" && (
          <CopyButton
            text={() => written}
            name={text("copy.answerOf", { column: name })}
          />
        )}
      </footer>
    </div>
  );
}
