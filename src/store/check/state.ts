/** State of the Check tab: where its examples come from, and what the columns answered. */
import type { AdapterScope, Example } from "../../shared/adapter";
import type { Metric } from "../../shared/metrics";
import type { BuiltInTaskId } from "../../tasks/builtInTasks";
import type { AskedColumn } from "../chat/conversationState";
import type { Failure } from "../../shared/errors";

export type CheckSource = { kind: "own" } | { kind: "task"; id: BuiltInTaskId };

/** An example with its place in the list or text that it comes from, from 1. */
export interface NumberedExample extends Example {
  line: number;
  /** Ids of the columns whose adapter was taught on it; absent where there is none. */
  taughtTo?: readonly string[];
}

/** "all": of the person's own list; "check": only those that are kept back. */
export type CheckedPart = "all" | "check";

export interface CheckState {
  source: CheckSource;
  /** The person's choice; null takes those kept back once an adapter was taught on others. */
  part: CheckedPart | null;
  /** Number of examples to make of a built-in task. */
  taskExamples: number;
  metric: Metric;
  progress: CheckProgress;
  result: CheckResult | null;
}

export type CheckProgress =
  | { status: "idle" }
  | { status: "waiting" }
  | { status: "running"; secondsLeft: number | null }
  | { status: "stopping" };

export interface CheckedAnswer {
  text: string;
  /** Whether it was cut off at the longest answer. */
  isCut: boolean;
}

/** An example that every column has answered. */
export interface CheckedRow extends NumberedExample {
  /** Answers by column id. */
  answers: Record<string, CheckedAnswer>;
}

export interface CheckResult {
  source: CheckSource;
  columns: AskedColumn[];
  /** Columns that have no adapter to be asked with. */
  unasked: { column: AskedColumn; failure: Failure }[];
  strength: number;
  /** Modules and layers that applied; null means all. */
  scope: AdapterScope | null;
  maxNewTokens: number;
  /** Examples the check set out with. */
  total: number;
  rows: CheckedRow[];
  /** Lines whose input does not fit into the model's memory. */
  tooLong: number[];
  /** Answers so far, of total × columns, counting those of unfinished examples. */
  answered: number;
  elapsedMs: number;
  end:
    | { status: "none" }
    | { status: "complete" }
    | { status: "stopped" }
    | { status: "failed"; failure: Failure };
}

export const DEFAULT_TASK_EXAMPLES = 40;

export function initialCheck(): CheckState {
  return {
    source: { kind: "own" },
    part: null,
    taskExamples: DEFAULT_TASK_EXAMPLES,
    metric: "exact",
    progress: { status: "idle" },
    result: null,
  };
}
