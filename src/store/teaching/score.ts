/** Counts right answers to the examples that a lesson kept back, before it and after. */
import type { AdapterSummary } from "../../shared/adapter";
import { isAborted } from "../../shared/errors";
import { score } from "../../shared/metrics";
import type { ActionContext } from "../actionContext";
import { CHECK_ROWS, longestAnswer, runCheck } from "../check/run";
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
    const count = async () => {
      const rows: CheckedRow[] = [];
      const ask = (adapterId: string | null) => (input: string) => ({
        messages: [{ role: "user" as const, content: input }],
        adapterId,
        strength: 1,
      });
      await runCheck(
        engine,
        examples,
        [
          ...(before.kind === "asked"
            ? [{ id: "before", ask: ask(before.adapterId) }]
            : []),
          { id: "after", ask: ask(id) },
        ],
        longestAnswer(examples),
        { answered() {}, tooLong() {}, finished: (done) => rows.push(...done) },
        NEVER,
        CHECK_ROWS[store.getState().device ?? "wasm"],
      );
      const rightOf = (column: string) =>
        rows.filter(
          ({ answers, expected }) =>
            score("exact", answers[column]!.text, expected) === 1,
        ).length;
      const found: KeptBackScore = {
        before: before.kind === "asked" ? rightOf("before") : before.right,
        right: rightOf("after"),
        total: rows.length,
      };
      const { scores } = store.getState().teaching;
      changeTeaching(context, { scores: { ...scores, [checksum]: found } });
    };
    const ids = [before.kind === "asked" ? before.adapterId : null, id];
    await adapters.hold(ids, () => work.run({ kind: "check", signal: NEVER }, count));
  } catch (error) {
    // An adapter that is gone, or an engine that ended: there is no score then.
    if (isAborted(error)) return;
  } finally {
    changeTeaching(context, { scoring: null });
  }
}
