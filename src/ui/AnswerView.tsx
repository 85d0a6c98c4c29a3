/** One column's answer: its text as text, how fast it came, how it ended. */
import type { FinishReason } from "../shared/engine";
import type { Answer, ColumnId } from "../store/state";
import { CopyButton } from "./CopyButton";
import { COLUMN_NAMES } from "./columnNames";
import { tokensPerSecond } from "./quantities";

export function AnswerView(props: {
  column: ColumnId;
  answer: Answer;
  strength: number;
}) {
  const { column, answer, strength } = props;
  const { text, tokens, outcome } = answer;
  const isWriting = outcome.status === "writing";
  return (
    <div
      role="group"
      className={`answer ${column}`}
      aria-label={COLUMN_NAMES[column]}
      aria-busy={isWriting}
    >
      <h3 className="answer-name">
        {COLUMN_NAMES[column]}
        {column === "adapted" && strength !== 1 && (
          <span className="figure quiet"> × {strength.toFixed(2)}</span>
        )}
      </h3>
      <p className="answer-text">
        {text}
        {isWriting && <span className="caret" aria-hidden="true" />}
        {!isWriting && text === "" && <span className="quiet">(no text)</span>}
      </p>
      {outcome.status === "failed" && (
        <p className="note warning" role="alert">
          {outcome.failure.message} Retry, or send another message.
        </p>
      )}
      <footer className="answer-foot">
        <span className="figure quiet">
          {tokens} {tokens === 1 ? "token" : "tokens"}
          {answer.tokensPerSecond > 0 && ` · ${tokensPerSecond(answer.tokensPerSecond)}`}
        </span>
        {outcome.status === "finished" && outcome.finish !== "stop" && (
          <span className="finish">{FINISH_WORDS[outcome.finish]}</span>
        )}
        {!isWriting && text !== "" && (
          <CopyButton text={() => text} name={`the answer of ${COLUMN_NAMES[column]}`} />
        )}
      </footer>
    </div>
  );
}

const FINISH_WORDS: Record<Exclude<FinishReason, "stop">, string> = {
  aborted: "stopped by you",
  length: "cut at the longest answer",
  "context-full": "memory full: clear the conversation",
};
