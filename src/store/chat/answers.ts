/** Turns the engine's reports about a column into the answer the page shows. */
import type { ChatEvent, ColumnResult } from "../../shared/chat";
import { type Failure, isAborted, toFailure } from "../../shared/errors";
import type { Answer, Turn } from "./conversationState";
import type { Announcement } from "./state";

/** Answers that wait for their first token, except those of columns that cannot be asked. */
export function startAnswers(
  columns: Turn["columns"],
  failures: ReadonlyMap<string, Failure>,
): Turn["answers"] {
  return Object.fromEntries(
    columns.map(({ id }): [string, Answer] => {
      const failure = failures.get(id);
      return [
        id,
        {
          text: "",
          tokens: 0,
          tokensPerSecond: 0,
          firstTokenMs: null,
          outcome: failure
            ? { status: "failed", failure }
            : { status: "writing", read: 0 },
        },
      ];
    }),
  );
}

/** The answer so far, and in the end how long the first token took. */
export function answerFrom(report: ChatEvent | ColumnResult): [id: string, Answer] {
  const { columnId, text, tokens, tokensPerSecond, finish } = report;
  const read = "read" in report ? report.read : 1;
  return [
    columnId,
    {
      text,
      tokens,
      tokensPerSecond,
      firstTokenMs: "firstTokenMs" in report ? report.firstTokenMs : null,
      outcome:
        finish === null ? { status: "writing", read } : { status: "finished", finish },
    },
  ];
}

export function outcomeOf(error: unknown): Answer["outcome"] {
  return isAborted(error)
    ? { status: "finished", finish: "aborted" }
    : { status: "failed", failure: toFailure(error) };
}

export function answeredBy(
  columns: Turn["columns"],
  results: readonly ColumnResult[],
): Announcement {
  return {
    kind: "answered",
    isStopped: results.some(({ finish }) => finish === "aborted"),
    answers: results.map(({ columnId, text }) => ({
      column: columns.find(({ id }) => id === columnId)!,
      text,
    })),
  };
}
