/** Teaches one lesson at a time, in steps that let the engine's other calls in between. */
import type { AdapterSummary, SavedAdapter } from "../../shared/adapter";
import { AppError, type InputFault, throwIfAborted } from "../../shared/errors";
import type {
  Lesson,
  LessonStart,
  TeachingProgress,
  TeachRequest,
} from "../../shared/teaching";
import type { AdapterCollection, TaughtSource } from "../adapter/collection";
import type { AdapterHost, AdapterOrigin } from "../adapter/host";
import type { PackedAdapter } from "../adapter/layout";
import { nextTurn } from "../base/turn";
import type { Kept, LessonPlan, Reached, RunningLesson, TeachingHost } from "./lesson";
import { stepsUntil, taughtSource } from "./record";
import { startOptimizer, type OptimizerState } from "./optimizer";
import { zeroAdapter } from "./start";

/** The loaded models: another object for each load. */
export interface TeacherHost extends TeachingHost {
  parts: AdapterHost;
}

export interface TeacherEnvironment {
  /** Runs work when no other call does. */
  exclusive<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T>;
  /** Throws "bad-input" while no models are loaded. */
  host(): TeacherHost;
  adapters: AdapterCollection;
}

export interface Teacher {
  teach(
    request: TeachRequest,
    onProgress: (progress: TeachingProgress) => void,
    signal?: AbortSignal,
  ): Promise<AdapterSummary>;
  /** The running lesson ends after its present step, and is kept. */
  stop(): void;
  /** The running lesson after its last step; null before the first. */
  save(): Promise<SavedAdapter | null>;
  restore(saved: SavedAdapter): Promise<AdapterSummary>;
  /** Forgets how to go on with the lesson of an adapter. */
  release(adapterId: string): void;
}

/** Where a lesson begins, and what of an earlier one it goes on with. */
interface Beginning extends Pick<
  LessonPlan,
  "adapter" | "scaling" | "optimizer" | "kept"
> {
  /** The adapter whose description the taught one keeps; null for zero. */
  origin: AdapterOrigin | null;
  /** The lesson that is gone on with, up to the step that it goes on from. */
  earlier: Lesson | null;
}

/** The state that a lesson goes on with. */
interface Continuation {
  optimizer: OptimizerState;
  /** The adapter there; null where it is the one that was kept. */
  last: PackedAdapter | null;
}

interface Run {
  isStopped: boolean;
  /** What would be kept of it after its last step; null before the first. */
  snapshot(): { source: TaughtSource; kept: Kept; last: Reached } | null;
}

export function createTeacher({
  exclusive,
  host,
  adapters,
}: TeacherEnvironment): Teacher {
  /** By the id of the adapter that a lesson gave. */
  const continuations = new Map<string, Continuation>();
  let running: Run | null = null;

  async function teach(
    request: TeachRequest,
    onProgress: (progress: TeachingProgress) => void,
    signal?: AbortSignal,
  ): Promise<AdapterSummary> {
    if (running) throw refused({ kind: "lesson-running" });
    const run: Run = { isStopped: false, snapshot: () => null };
    running = run;
    const started = performance.now();
    let lesson: RunningLesson | null = null;
    try {
      const { settings, examples, heldOut, until = settings.steps } = request;
      const beginning = begin(request);
      const { earlier, origin } = beginning;
      const { form } = host().parts;
      // Fetched with the first lesson: most visits have none.
      const lessons = await import("./lesson");
      lesson = new lessons.RunningLesson(
        { ...beginning, steps: earlier?.steps ?? [], examples, heldOut, settings },
        host(),
      );
      const current = lesson;
      const heldOutBefore = await surviving(signal, (models) =>
        current.heldOutLoss(models, signal),
      );
      const sourceOf = ({ step }: Kept): TaughtSource =>
        taughtSource({
          origin: origin?.summary ?? {
            hypernetworkId: form.hypernetwork?.id ?? null,
            description: "",
            scaling: form.scaling,
          },
          earlier,
          request,
          heldOutBefore,
          steps: current.steps,
          keptStep: step,
        });
      run.snapshot = () => {
        const { kept, last } = current;
        return kept && last && { source: sourceOf(kept), kept, last };
      };
      const tell = (step: Pick<TeachingProgress, "taughtLoss" | "heldOutLoss">) =>
        onProgress({
          step: current.optimizer.steps,
          steps: settings.steps,
          taughtLoss: step.taughtLoss,
          heldOutLoss: step.heldOutLoss,
          elapsedMs: performance.now() - started,
        });
      tell({ taughtLoss: null, heldOutLoss: heldOutBefore });
      await nextTurn();
      while (!lesson.isOver() && lesson.optimizer.steps < until && !run.isStopped) {
        tell(await surviving(signal, (models) => current.step(models, signal)));
        await nextTurn();
      }
      throwIfAborted(signal);
      const { kept } = lesson;
      if (!kept) throw new AppError({ code: "aborted" });
      const summary = await exclusive(signal, () =>
        adapters.addTaught(host().parts, kept.adapter, sourceOf(kept), {
          origin,
          teachMs: performance.now() - started,
        }),
      );
      const { optimizer } = kept;
      return optimizer ? continued(summary, { optimizer, last: null }) : summary;
    } finally {
      running = null;
      const ended = lesson;
      if (ended) await exclusive(undefined, () => ended.dispose());
    }
  }

  function continued(
    summary: AdapterSummary,
    continuation: Continuation,
  ): AdapterSummary {
    continuations.set(summary.id, continuation);
    return { ...summary, goesOnFrom: continuation.optimizer.steps };
  }

  /**
   * Works when no other call does, with the models that are loaded then. Tries once more when the
   * device was lost: the engine opens another one meanwhile.
   */
  async function surviving<T>(
    signal: AbortSignal | undefined,
    work: (models: TeacherHost) => Promise<T>,
  ): Promise<T> {
    let lost: Promise<unknown> | null = null;
    const attempt = () =>
      exclusive(signal, () => {
        const models = host();
        lost = models.device.lost;
        return work(models);
      });
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof AppError && error.code === "device-lost")) throw error;
      await lost;
      await nextTurn();
      return attempt();
    }
  }

  function begin({ start, settings }: TeachRequest): Beginning {
    const beginning = beginningOf(start, settings.seed);
    const known = beginning.adapter.layout.groups.flatMap(({ modules }) =>
      modules.map(({ module }): string => module),
    );
    if (settings.modules?.some((module) => !known.includes(module))) {
      throw refused({ kind: "teaching-setting", setting: "modules" });
    }
    const { steps } = beginning.optimizer;
    if (steps >= settings.steps) throw refused({ kind: "lesson-over", steps });
    return beginning;
  }

  function beginningOf(start: LessonStart, seed: number): Beginning {
    const fresh = (adapter: PackedAdapter) => ({
      adapter,
      optimizer: startOptimizer(adapter),
      kept: null,
      earlier: null,
    });
    switch (start.kind) {
      case "zero": {
        const { form, languageModel } = host().parts;
        const adapter = zeroAdapter(languageModel.layout, form.rank, seed);
        return { ...fresh(adapter), scaling: form.scaling, origin: null };
      }
      case "adapter": {
        const origin = adapters.origin(host().parts, start.adapterId);
        const adapter = adapters.packedFor(host().parts, start.adapterId);
        return { ...fresh(adapter), scaling: origin.summary.scaling, origin };
      }
      case "lesson": {
        const { adapterId } = start;
        const origin = adapters.origin(host().parts, adapterId);
        const { scaling, lesson } = origin.summary;
        const continuation = continuations.get(adapterId);
        if (!lesson || !continuation) throw refused({ kind: "no-lesson" });
        const { optimizer, last } = continuation;
        const adapter = adapters.packedFor(host().parts, adapterId);
        // In another hypernetwork's layout the optimizer's numbers mean nothing.
        if (adapter !== adapters.packed(adapterId)) throw refused({ kind: "no-lesson" });
        return {
          adapter: last ?? adapter,
          scaling,
          optimizer,
          kept: last && keptOf(lesson, adapter),
          earlier: stepsUntil(lesson, optimizer.steps),
          origin,
        };
      }
      default:
        return start satisfies never;
    }
  }

  async function save(): Promise<SavedAdapter | null> {
    const saved = running?.snapshot();
    if (!saved) return null;
    const { layoutFields, writeSaved } = await import("./savedAdapter");
    const { source, kept, last } = saved;
    const layout = layoutFields(kept.adapter.layout);
    return { ...source, layout, bytes: writeSaved(kept.adapter, last) };
  }

  async function restore(saved: SavedAdapter): Promise<AdapterSummary> {
    const { layoutOfSaved, readSaved } = await import("./savedAdapter");
    return exclusive(undefined, async () => {
      const { bytes, layout: fields, ...source } = saved;
      const { parts } = host();
      const { config, layout: loaded } = parts.languageModel;
      const layout = layoutOfSaved(fields, config.projections, loaded);
      const { adapter, last, moments } = readSaved(bytes, layout);
      const from = { origin: null, teachMs: 0 };
      const summary = await adapters.addTaught(parts, adapter, source, from);
      // In another graph's layout the lesson goes on as a new one.
      const isLoaded = JSON.stringify(layout) === JSON.stringify(loaded);
      const steps = saved.lesson?.steps.at(-1)?.step;
      if (!moments || !steps || !isLoaded) return summary;
      return continued(summary, { optimizer: { steps, groups: moments }, last });
    });
  }

  return {
    teach,
    save,
    restore,
    stop: () => {
      if (running) running.isStopped = true;
    },
    release: (adapterId) => continuations.delete(adapterId),
  };
}

/** The adapter that a lesson had kept when it was interrupted at a later step. */
function keptOf({ steps, keptStep }: Lesson, adapter: PackedAdapter): Kept {
  const { heldOutLoss = null } = steps.find(({ step }) => step === keptStep) ?? {};
  return { adapter, step: keptStep, heldOutLoss, optimizer: null };
}

function refused(fault: InputFault): AppError {
  return new AppError({ code: "bad-input", fault });
}
