/** What the Check tab holds: where its examples come from, and what the columns answered. */
import type { Example } from "../../shared/adapter";
import type { Metric } from "../../shared/metrics";
import type { BuiltInTaskId } from "../../tasks/builtInTasks";
import type { ReadExamples } from "../../formats/examples/readExamples";
import type { AskedColumn } from "../chat/conversationState";
import type { Failure } from "../../shared/errors";

export type CheckSource = { kind: "own" } | { kind: "task"; id: BuiltInTaskId };

/** An example with its place in the list or text that it comes from, from 1. */
export interface NumberedExample extends Example {
  line: number;
}

export interface CheckState {
  source: CheckSource;
  /** Pasted, typed or read from a file; kept whatever is wrong with it. */
  text: string;
  /** Null while the text is being read. */
  read: ReadExamples | null;
  /** Why a dropped file was not read. */
  fileProblem: { kind: "too-large"; mostBytes: number } | null;
  /** Examples made of a built-in task. */
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
  /** Whether it reached the longest answer before it ended. */
  isCut: boolean;
}

/** An example that every column has answered. */
export interface CheckedRow extends NumberedExample {
  /** By column id. */
  answers: Record<string, CheckedAnswer>;
}

export interface CheckResult {
  source: CheckSource;
  columns: AskedColumn[];
  strength: number;
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
    text: "",
    read: null,
    fileProblem: null,
    taskExamples: DEFAULT_TASK_EXAMPLES,
    metric: "exact",
    progress: { status: "idle" },
    result: null,
  };
}
