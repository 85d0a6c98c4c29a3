/** A message with every column's answer beneath it. */
import { useMemo } from "react";
import type { Column } from "../../store/chat/columnDefinitions";
import { COLUMN_KINDS } from "../../store/chat/columnKinds";
import type { AskedColumn, Turn } from "../../store/chat/conversationState";
import { AnswerView } from "./AnswerView";
import { type Difference, differenceFrom } from "../kit/DifferenceText";
import { totalMs } from "./TimingStrip";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function TurnView(props: { turn: Turn; number: number; isLast: boolean }) {
  const { turn, number, isLast } = props;
  const text = useText();
  const columns = useApp((state) => state.columns);
  const highlights = useApp((state) => state.highlightsDifferences);
  const shown = inPresentOrder(turn.columns, columns);
  const longestMs = Math.max(
    ...turn.columns.map(({ id, timings }) =>
      totalMs(timings, turn.answers[id]?.firstTokenMs ?? 0),
    ),
  );
  const differences = useMemo(
    () => (highlights ? differencesFromReference(turn) : new Map<string, Difference>()),
    [highlights, turn],
  );
  return (
    <article className="turn" aria-label={text("chat.turn", { number })}>
      <div className="turn-head">
        <span className="figure quiet" aria-hidden="true">
          {number}
        </span>
        <p className="turn-message" dir="auto">
          {turn.message}
        </p>
        {isLast && <Retry />}
      </div>
      <div className={`columns of-${shown.length}`}>
        {shown.map((column) => (
          <AnswerView
            key={column.id}
            column={column}
            answer={turn.answers[column.id]!}
            message={turn.message}
            strength={turn.strength}
            scope={turn.scope}
            difference={differences.get(column.id) ?? null}
            longestMs={longestMs}
          />
        ))}
      </div>
    </article>
  );
}

/** Columns as they stand and are called now; those removed since then come last. */
function inPresentOrder(
  asked: readonly AskedColumn[],
  present: readonly Column[],
): AskedColumn[] {
  const kept = present.flatMap((column) => {
    const then = asked.find(({ id }) => id === column.id);
    return then ? [{ ...then, name: column.name }] : [];
  });
  return [
    ...kept,
    ...asked.filter(({ id }) => !present.some((column) => column.id === id)),
  ];
}

/** Differences of finished answers only, so that marks do not flicker while they are written. */
function differencesFromReference({ columns, answers }: Turn): Map<string, Difference> {
  const reference = columns.find(({ source }) => COLUMN_KINDS[source.kind].isReference);
  const control = reference && answers[reference.id];
  if (control?.outcome.status !== "finished") return new Map();
  return new Map(
    columns.flatMap(({ id, source }) => {
      const answer = answers[id];
      return COLUMN_KINDS[source.kind].isReference ||
        answer?.outcome.status !== "finished"
        ? []
        : [[id, differenceFrom(control.text, answer.text)] as const];
    }),
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
