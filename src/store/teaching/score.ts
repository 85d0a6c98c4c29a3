/** Counts right answers to the examples that a lesson kept back, before it and after. */
import type { AdapterSummary } from "../../shared/adapter";
import { isAborted } from "../../shared/errors";
import { score } from "../../shared/metrics";
import type { ActionContext } from "../actionContext";
import { CHECK_ROWS, type CheckListener, longestAnswer, runCheck } from "../check/run";
import type { CheckedRow } from "../check/state";
import type { KeptBackScore } from "./state";
import { changeTeaching } from "./turn";

/** Examples of which a score is found unasked; more are for the Check tab. */
export const MOST_SCORED = 40;
const NEVER = new AbortController().signal;

/** What a lesson began with: an adapter to ask, or none, or what was counted once, if it was. */
export type Before =
  { kind: "asked"; adapterId: string | null } | { kind: "counted"; right: number | null };

/**
 * Asks the taught adapter and what its lesson began with, each at full strength. Never rejects: a
 * score that cannot be had is none.
 */
export async function scoreKeptBack(
  context: ActionContext,
  { id, checksum, lesson }: AdapterSummary,
  before: Before,
): Promise<void> {
  const { engine, store, work, adapters } = context;
  const { heldOut } = lesson!;
  if (heldOut.length === 0 || heldOut.length > MOST_SCORED) return;
  const examples = heldOut.map(({ input, output }, index) => ({
    line: index + 1,
    input,
    expected: output,
  }));
  changeTeaching(context, { scoring: checksum });
  try {
    const rows = CHECK_ROWS[store.getState().device ?? "wasm"];
    const count = async (asked: Record<string, string | null>) => {
      const columns = Object.entries(asked).map(([name, adapterId]) => ({
        id: name,
        ask: (input: string) => ({
          messages: [{ role: "user" as const, content: input }],
          adapterId,
          strength: 1,
        }),
      }));
      const done: CheckedRow[] = [];
      const listener: CheckListener = {
        answered() {},
        tooLong() {},
        finished: (finished) => done.push(...finished),
      };
      const most = longestAnswer(examples);
      await runCheck(engine, examples, columns, most, listener, NEVER, rows);
      return done;
    };
    const find = async () => {
      const after = { after: id };
      const done =
        before.kind === "asked"
          ? // What it began with may be gone; what was learnt counts without it.
            await count({ before: before.adapterId, ...after }).catch(() => count(after))
          : await count(after);
      // Of examples that do not fit beside an answer nothing is known.
      if (done.length === 0) return;
      const counted = before.kind === "counted" ? before.right : null;
      const found: KeptBackScore = {
        before: rightIn(done, "before") ?? counted,
        right: rightIn(done, "after") ?? 0,
        total: done.length,
      };
      const { scores } = store.getState().teaching;
      changeTeaching(context, { scores: { ...scores, [checksum]: found } });
    };
    const ids = [before.kind === "asked" ? before.adapterId : null, id];
    await adapters.hold(ids, () => work.run({ kind: "check", signal: NEVER }, find));
  } catch (error) {
    // An adapter that is gone, or an engine that ended: there is no score then.
    if (isAborted(error)) return;
  } finally {
    changeTeaching(context, { scoring: null });
  }
}

/** Null where the column was not asked. */
function rightIn(rows: readonly CheckedRow[], column: string): number | null {
  const asked = rows.flatMap(({ answers, expected }) => {
    const answer = answers[column];
    return answer ? [score("exact", answer.text, expected)] : [];
  });
  return asked.length > 0 ? asked.filter((right) => right === 1).length : null;
}
