/** The answer of a column: its text, where it differs, how fast it came, how it ended. */
import type { AdapterScope } from "../../shared/adapter";
import { controlSource } from "../../store/chat/columnDefinitions";
import { COLUMN_KINDS } from "../../store/chat/columnKinds";
import type { Answer, AskedColumn } from "../../store/chat/conversationState";
import { CopyButton } from "../kit/CopyButton";
import { CorrectAnswer } from "../examples/CorrectAnswer";
import { type Difference, DifferenceText } from "../kit/DifferenceText";
import { TimingStrip } from "./TimingStrip";
import { useColumnName } from "../kit/columnName";
import { failureWords } from "../kit/failureWords";
import { useQuantities } from "../kit/quantities";
import { useScopeWords } from "../adapter/scopeWords";
import { baseModel } from "../../store/state";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

export function AnswerView(props: {
  column: AskedColumn;
  answer: Answer;
  /** The message that it answers. */
  message: string;
  strength: number;
  scope: AdapterScope | null;
  /** Difference from the base column, once both are finished; null when it is not asked for. */
  difference: Difference | null;
  longestMs: number;
}) {
  const { column, answer, message, strength, scope, difference } = props;
  const text = useText();
  const scopeWords = useScopeWords();
  const name = useColumnName()(column);
  const model = useApp((state) => baseModel(state).name);
  const { text: written, outcome, firstTokenMs } = answer;
  const { kind } = column.source;
  const { adapter, tone } = COLUMN_KINDS[kind];
  const hasAdapter = adapter !== "none";
  const made = controlSource(column.source);
  const isWriting = outcome.status === "writing";
  return (
    <div
      role="group"
      className={`answer ${kind} tone-${tone}`}
      aria-label={name}
      aria-busy={isWriting}
    >
      <h3 className="answer-name">
        {name}
        {hasAdapter && strength !== 1 && (
          <span className="figure quiet"> × {strength.toFixed(2)}</span>
        )}
        {hasAdapter && scope && <span className="quiet"> · {scopeWords(scope)}</span>}
      </h3>
      {made && (
        <p className="answer-source note" dir="auto">
          {made.description}
        </p>
      )}
      <p className="answer-text" dir="auto">
        {difference ? <DifferenceText parts={difference.parts} /> : written}
        {isWriting && <span className="caret" aria-hidden="true" />}
        {!isWriting && written === "" && (
          <span className="quiet">{text("chat.noText")}</span>
        )}
      </p>
      {difference && (
        <p className="note">
          {text("chat.differs", {
            count: difference.words,
            differing: difference.differingWords,
            model,
          })}
        </p>
      )}
      {outcome.status === "failed" && (
        <p className="note warning" role="alert">
          {failureWords(text, outcome.failure)} {text("chat.retryAfter")}
        </p>
      )}
      <Footer answer={answer} message={message} name={name} />
      {firstTokenMs !== null && (
        <TimingStrip
          timings={column.timings}
          firstTokenMs={firstTokenMs}
          longestMs={props.longestMs}
        />
      )}
    </div>
  );
}

function Footer(props: { answer: Answer; message: string; name: string }) {
  const { answer, message, name } = props;
  const text = useText();
  const { percent, tokensPerSecond } = useQuantities();
  const { text: written, tokens, outcome } = answer;
  const isReading = outcome.status === "writing" && outcome.read > 0 && outcome.read < 1;
  return (
    <footer className="answer-foot">
      <span className="figure quiet">
        {isReading
          ? text("chat.read", { share: percent(outcome.read) })
          : text("chat.tokens", { count: tokens })}
        {answer.tokensPerSecond > 0 && ` · ${tokensPerSecond(answer.tokensPerSecond)}`}
      </span>
      {outcome.status === "finished" && outcome.finish !== "stop" && (
        <span className="finish">{text(`chat.${outcome.finish}`)}</span>
      )}
      {outcome.status !== "writing" && written !== "" && (
        <CopyButton text={() => written} name={text("copy.answerOf", { column: name })} />
      )}
      {outcome.status === "finished" && (
        <CorrectAnswer message={message} answer={written} column={name} />
      )}
    </footer>
  );
}
