/** Checking the columns on examples with known answers: which, running, stopping. */
import type { ExportedFile } from "../../shared/engine";
import type { Metric } from "../../shared/metrics";
import type { ActionContext } from "../actionContext";
import type { CheckListener } from "./run";
import type {
  CheckResult,
  CheckSource,
  CheckState,
  CheckedPart,
  NumberedExample,
} from "./state";
import {
  activeColumns,
  askedColumn,
  columnAdapter,
  columnRequest,
  scopeOfColumns,
} from "../chat/columns";
import { type PreparationNeeds, runWithColumns } from "../chat/preparation";
import type { PageActions } from "../page/actions";
import { AppError, type Failure, isAborted, toFailure } from "../../shared/errors";
import { FEWEST_EXAMPLES, MOST_EXAMPLES } from "../limits";

export interface CheckActions {
  chooseCheckSource(source: CheckSource): void;
  /** Chooses which of the person's own examples are asked. */
  chooseCheckedPart(part: CheckedPart): void;
  setTaskExamples(count: number): void;
  setCheckMetric(metric: Metric): void;
  /** Puts the examples to all columns. Never rejects; what was answered is kept. */
  startCheck(): Promise<void>;
  stopCheck(): void;
  /** The answers as CSV; `names` are the columns' names by id. Null before a check. */
  exportCheck(names: Record<string, string>): Promise<ExportedFile | null>;
}

/** The seed of the built-in examples, so that everyone is asked the same ones. */
const TASK_SEED = 1;

interface Needs extends PreparationNeeds, Pick<PageActions, "showNotice"> {
  /** A check makes the adapter of live mode one to keep. */
  keepLiveAdapter(): void;
}

export function createCheckActions(context: ActionContext<Needs>): CheckActions {
  const { engine, store, environment, adapters, actions } = context;
  let checking = new AbortController();

  function change(part: Partial<CheckState>): void {
    store.setState(({ check }) => ({ check: { ...check, ...part } }));
  }

  function changeResult(update: (result: CheckResult) => Partial<CheckResult>): void {
    const { result } = store.getState().check;
    if (result) change({ result: { ...result, ...update(result) } });
  }

  /** The examples of the chosen source; fewer than FEWEST_EXAMPLES when it does not give enough. */
  async function chosenExamples(): Promise<readonly NumberedExample[]> {
    const { source, taskExamples: count } = store.getState().check;
    if (source.kind === "own") {
      const { ownExamples } = await import("./ownExamples");
      return ownExamples(store.getState());
    }
    const { taskExamples } = await import("../../tasks/builtInTasks");
    return taskExamples(source.id, count, TASK_SEED).map((example, index) => ({
      line: index + 1,
      ...example,
    }));
  }

  async function startCheck(): Promise<void> {
    if (store.getState().check.progress.status !== "idle") return;
    const { signal } = (checking = new AbortController());
    change({ progress: { status: "waiting" } });
    try {
      const examples = await chosenExamples();
      if (examples.length < FEWEST_EXAMPLES) return;
      await runWithColumns(context, { kind: "check", signal }, (failures) =>
        check(examples, failures, signal),
      );
    } catch (error) {
      // A check that ends before its first question leaves an earlier result standing.
      if (store.getState().check.progress.status === "waiting") {
        if (!(error instanceof AppError)) actions.showNotice({ kind: "part-failed" });
        return;
      }
      if (isAborted(error)) {
        store.setState({ announcement: { kind: "checked", isStopped: true } });
      }
      changeResult(() => ({
        end: isAborted(error)
          ? { status: "stopped" }
          : { status: "failed", failure: toFailure(error) },
      }));
    } finally {
      change({ progress: { status: "idle" } });
    }
  }

  /** Puts `examples` to all columns but those in `failures`, which have no adapter. */
  async function check(
    examples: readonly NumberedExample[],
    failures: ReadonlyMap<string, Failure>,
    signal: AbortSignal,
  ): Promise<void> {
    const { CHECK_ROWS, longestAnswer, runCheck } = await import("./run");
    actions.keepLiveAdapter();
    const state = store.getState();
    const active = activeColumns(state).map((column) => askedColumn(state, column));
    const columns = active.filter(({ id }) => !failures.has(id));
    const unasked = active.flatMap((column) => {
      const failure = failures.get(column.id);
      return failure ? [{ column, failure }] : [];
    });
    const asks = columns.map((column) => ({
      id: column.id,
      ask: (input: string) => columnRequest(state, column, [], input),
    }));
    const maxNewTokens = longestAnswer(examples);
    const result: CheckResult = {
      source: state.check.source,
      columns,
      unasked,
      strength: state.strength,
      scope: scopeOfColumns(state, columns),
      maxNewTokens,
      total: examples.length,
      rows: [],
      tooLong: [],
      answered: 0,
      elapsedMs: 0,
      end: { status: "none" },
    };
    change({ result });
    if (columns.length === 0) {
      changeResult(() => ({ end: { status: "complete" } }));
      return;
    }
    change({ progress: { status: "running", secondsLeft: null } });
    const rows = CHECK_ROWS[state.device ?? "wasm"];
    const ids = columns.map((column) => columnAdapter(state, column)?.id ?? null);
    await adapters.hold(ids, () =>
      runCheck(engine, examples, asks, maxNewTokens, listener(), signal, rows),
    );
    changeResult(() => ({ end: { status: "complete" } }));
    store.setState({ announcement: { kind: "checked", isStopped: false } });
  }

  function listener(): CheckListener {
    const startedMs = environment.now();
    return {
      answered(count) {
        const elapsedMs = environment.now() - startedMs;
        changeResult(({ answered }) => ({ answered: answered + count, elapsedMs }));
        const { progress, result } = store.getState().check;
        if (progress.status !== "running" || !result) return;
        const left = result.total * result.columns.length - result.answered;
        const secondsLeft = (left * elapsedMs) / result.answered / 1000;
        change({ progress: { status: "running", secondsLeft } });
      },
      finished: (rows) => changeResult((result) => ({ rows: [...result.rows, ...rows] })),
      tooLong: (line) => changeResult(({ tooLong }) => ({ tooLong: [...tooLong, line] })),
    };
  }

  return {
    startCheck,
    chooseCheckSource: (source) => change({ source }),
    chooseCheckedPart: (part) => change({ part }),
    setTaskExamples(count) {
      const whole = Number.isFinite(count) ? Math.round(count) : FEWEST_EXAMPLES;
      change({ taskExamples: Math.min(MOST_EXAMPLES, Math.max(FEWEST_EXAMPLES, whole)) });
    },
    setCheckMetric: (metric) => change({ metric }),
    stopCheck() {
      checking.abort();
      if (store.getState().check.progress.status === "running") {
        change({ progress: { status: "stopping" } });
      }
    },
    async exportCheck(names) {
      const { result } = store.getState().check;
      if (!result) return null;
      const { answersTable } = await import("../../formats/answersTable");
      return answersTable(result, names);
    },
  };
}
