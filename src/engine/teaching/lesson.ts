/** A lesson while it runs: its adapter and optimizer as plain data, step after step. */
import type { Gguf } from "../../formats/gguf";
import { AppError, type InputFault, throwIfAborted } from "../../shared/errors";
import type { ChatTemplate } from "../../shared/chatTemplates";
import type { LessonStep, TaughtExample, TeachingSettings } from "../../shared/teaching";
import type { PackedAdapter } from "../adapter/layout";
import { readLlamaConfig } from "../base/llamaConfig";
import type { Tokenizer } from "../base/tokenizer";
import { nextTurn } from "../base/turn";
import type { ComputeDevice } from "../device/device";
import { descend, type OptimizerState } from "./optimizer";
import { encodeExamples, packRows, rowLength } from "./packing";
import { prepareRow, type PreparedRow } from "./preparation";
import { TaughtBase } from "./taughtBase";

/** The loaded models, as far as a lesson needs them. */
export interface TeachingHost {
  device: ComputeDevice;
  tokenizer: Pick<Tokenizer, "encode">;
  chatTemplate: ChatTemplate;
  /** Most tokens of an example. */
  contextLength: number;
  /** The same for the same base model and hypernetwork. */
  models: string;
  /** The base model's file, whose weights the session that answers has in another form. */
  openBase(signal?: AbortSignal): Promise<Gguf>;
}

export interface LessonPlan {
  adapter: PackedAdapter;
  /** What B A is multiplied by. */
  scaling: number;
  optimizer: OptimizerState;
  /** Those that are done already, where a lesson is gone on with. */
  steps: readonly LessonStep[];
  /** The adapter that is kept of them; null where that is `adapter`. */
  kept: Kept | null;
  examples: readonly TaughtExample[];
  heldOut: readonly TaughtExample[];
  settings: TeachingSettings;
}

/**
 * Most that the loss may be above that of the first step, in nats, at two steps in a row: one step
 * that turns over two possible answers is learnt from, more is a rate too large.
 */
const MOST_GROWTH = 2;
/** Most tokens of a row, so that what a row leaves for its way back stays below 200 MB. */
const LONGEST_ROW = 256;

/** The base model and the rows, prepared for one set of loaded models. */
interface Opened {
  host: TeachingHost;
  base: TaughtBase;
  taught: PreparedRow[];
  heldOut: PreparedRow[];
}

/** An adapter that a lesson came to. */
export interface Kept {
  adapter: PackedAdapter;
  step: number;
  heldOutLoss: number | null;
  /** The optimizer's state there; null where it is not known any more. */
  optimizer: OptimizerState | null;
}

/** One from which the lesson can go on. */
export interface Reached extends Kept {
  optimizer: OptimizerState;
}

export class RunningLesson {
  adapter: PackedAdapter;
  optimizer: OptimizerState;
  steps: LessonStep[];
  /** What is kept if the lesson ends now; null before the first step of all. */
  kept: Kept | null;
  /** The last step that is done; null before the first step of all. */
  last: Reached | null;
  private readonly plan: LessonPlan;
  private readonly models: string;
  private opened: Opened | null = null;

  constructor(plan: LessonPlan, { models }: TeachingHost) {
    this.plan = plan;
    this.adapter = plan.adapter;
    this.optimizer = plan.optimizer;
    this.steps = [...plan.steps];
    this.models = models;
    const last = plan.steps.at(-1);
    const { adapter, optimizer } = plan;
    const { steps: step } = optimizer;
    const heldOutLoss = last?.heldOutLoss ?? null;
    this.last = last ? { adapter, step, heldOutLoss, optimizer } : null;
    this.kept = plan.kept ?? this.last;
  }

  /** Whether all steps are done, or the examples held out say that no more are worth it. */
  isOver(): boolean {
    const { steps, patience } = this.plan.settings;
    const done = this.optimizer.steps;
    const isLosing =
      patience !== null &&
      this.kept !== null &&
      this.kept.heldOutLoss !== null &&
      done - this.kept.step >= patience;
    return done >= steps || isLosing;
  }

  /** Loss of the examples held out as the adapter is now; null when there are none. */
  async heldOutLoss(host: TeachingHost, signal?: AbortSignal): Promise<number | null> {
    const { base, heldOut } = await this.open(host, signal);
    if (heldOut.length === 0) return null;
    return base.loss(this.adapter, this.plan.scaling, heldOut, untilHandled(signal));
  }

  /**
   * Whatever it rejects with, the adapter is as it was before the step. `host` may be another one
   * than before, as after a device was lost.
   */
  async step(host: TeachingHost, signal?: AbortSignal): Promise<LessonStep> {
    const { scaling, settings } = this.plan;
    const { base, taught } = await this.open(host, signal);
    const step = this.optimizer.steps + 1;
    const between = untilHandled(signal);
    const { loss, groups } = await base.gradient(this.adapter, scaling, taught, between);
    const first = this.steps[0]?.taughtLoss ?? loss;
    const lesser = Math.min(loss, this.steps.at(-1)?.taughtLoss ?? loss);
    if (!Number.isFinite(loss)) throw failed({ kind: "not-finite", step });
    if (lesser > first + MOST_GROWTH)
      throw failed({ kind: "growing", step, loss, first });
    const before = { adapter: this.adapter, optimizer: this.optimizer };
    const after = descend(this.adapter, groups, this.optimizer, settings);
    if (!Number.isFinite(after.norm)) throw failed({ kind: "not-finite", step });
    this.adapter = after.adapter;
    this.optimizer = after.state;
    try {
      const heldOutLoss = await this.heldOutLoss(host, signal);
      const done = { step, taughtLoss: loss, heldOutLoss };
      this.steps.push(done);
      const { adapter, optimizer } = this;
      this.last = { adapter, step, heldOutLoss, optimizer };
      if (this.isWorthKeeping(heldOutLoss)) this.kept = this.last;
      return done;
    } catch (error) {
      Object.assign(this, before);
      throw error;
    }
  }

  private isWorthKeeping(heldOutLoss: number | null): boolean {
    const lowest = this.kept?.heldOutLoss ?? null;
    if (this.plan.settings.patience === null || heldOutLoss === null) return true;
    return lowest === null || heldOutLoss < lowest;
  }

  async dispose(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    await opened?.base.dispose();
  }

  private async open(
    host: TeachingHost,
    signal: AbortSignal | undefined,
  ): Promise<Opened> {
    if (this.opened?.host === host) return this.opened;
    await this.dispose();
    if (host.models !== this.models) throw failed({ kind: "other-models" });
    const { adapter, examples, heldOut } = this.plan;
    const encoded = encodeExamples(host.tokenizer, host.chatTemplate, [
      ...examples,
      ...heldOut,
    ]);
    encoded.forEach((example, index) => {
      const [tokens, most] = [rowLength(example), host.contextLength];
      if (tokens > most) {
        throw refused({ kind: "long-example", place: index + 1, tokens, most });
      }
    });
    const gguf = await host.openBase(signal);
    throwIfAborted(signal);
    const config = readLlamaConfig(gguf);
    const { layout } = adapter;
    const prepare = (from: number, to: number) =>
      packRows(encoded.slice(from, to), LONGEST_ROW).map((row) =>
        prepareRow(gguf, config, row),
      );
    const base = await TaughtBase.open({ gguf, config, layout, device: host.device });
    this.opened = {
      host,
      base,
      taught: prepare(0, examples.length),
      heldOut: prepare(examples.length, encoded.length),
    };
    return this.opened;
  }
}

/** Lets waiting messages in between two layers, such as the one that aborts. */
function untilHandled(signal: AbortSignal | undefined): () => Promise<void> {
  return async () => {
    await nextTurn();
    throwIfAborted(signal);
  };
}

function failed(
  fault: Extract<AppError["failure"], { code: "lesson-failed" }>["fault"],
): AppError {
  return new AppError({ code: "lesson-failed", fault });
}

function refused(fault: InputFault): AppError {
  return new AppError({ code: "bad-input", fault });
}
