/** Lessons of the fake engine, whose losses fall by a rule. */
import type { AdapterSummary } from "../src/shared/adapter";
import type { Engine, LoadRequest } from "../src/shared/engine";
import { AppError } from "../src/shared/errors";
import type { LessonStep, TeachRequest } from "../src/shared/teaching";
import { stepsUntil, taughtSource } from "../src/engine/teaching/record";
import type { TaughtSource } from "../src/engine/adapter/collection";
import { adapterSummary } from "./fakeAdapters";

interface FakeTeachingNeeds {
  calls: TeachRequest[];
  before(signal: AbortSignal | undefined): Promise<void>;
  find(id: string): AdapterSummary | undefined;
  keep(make: (id: string) => AdapterSummary): AdapterSummary;
  /** The models that were loaded last. */
  loaded(): Pick<LoadRequest, "baseModelId" | "hypernetworkId">;
}

type FakeTeaching = Pick<
  Engine,
  "teach" | "stopTeaching" | "saveLesson" | "saveAdapter" | "restoreAdapter"
>;

export function fakeTeaching({
  calls,
  before,
  find,
  keep,
  loaded,
}: FakeTeachingNeeds): FakeTeaching {
  let isStopped = false;
  let snapshot: () => TaughtSource | null = () => null;

  function found(id: string): AdapterSummary {
    const summary = find(id);
    if (summary) return summary;
    throw new AppError({ code: "bad-input", fault: { kind: "adapter-gone" } });
  }

  const numbers = (source: TaughtSource, goesOnFrom?: number) =>
    new TextEncoder().encode(JSON.stringify({ ...source, goesOnFrom }));

  return {
    async teach(request, onProgress, signal) {
      calls.push(request);
      const { start, heldOut, settings, until = settings.steps } = request;
      isStopped = false;
      const origin = start.kind === "zero" ? null : found(start.adapterId);
      const earlier = start.kind === "lesson" ? (origin?.lesson ?? null) : null;
      const from = origin?.goesOnFrom;
      if (start.kind === "lesson" && !(earlier && from)) {
        throw new AppError({ code: "bad-input", fault: { kind: "no-lesson" } });
      }
      const steps: LessonStep[] =
        earlier && from ? stepsUntil(earlier, from).steps.slice() : [];
      const lossAt = (step: number) => 3 * 0.7 ** step;
      const heldOutAt = (step: number) => (heldOut.length > 0 ? lossAt(step) : null);
      const heldOutBefore = heldOutAt(steps.length);
      const source = () =>
        taughtSource({
          origin: origin ?? {
            hypernetworkId: loaded().hypernetworkId,
            description: "",
            scaling: 2,
          },
          earlier,
          request,
          heldOutBefore,
          steps,
          keptStep: steps.length,
        });
      const tell = (taughtLoss: number | null) =>
        onProgress({
          step: steps.length,
          steps: settings.steps,
          taughtLoss,
          heldOutLoss: heldOutAt(steps.length),
          elapsedMs: 1500 * steps.length,
        });
      try {
        await before(signal);
        tell(null);
        while (steps.length < Math.min(until, settings.steps) && !isStopped) {
          await before(signal);
          const step = steps.length + 1;
          const taughtLoss = lossAt(step - 1);
          steps.push({ step, taughtLoss, heldOutLoss: heldOutAt(step) });
          snapshot = source;
          tell(taughtLoss);
        }
      } finally {
        snapshot = () => null;
      }
      const { baseModelId } = loaded();
      return keep((id) => ({
        ...taughtSummary(id, source()),
        baseModelId,
        goesOnFrom: steps.length,
      }));
    },
    async stopTeaching() {
      isStopped = true;
    },
    async saveLesson() {
      const source = snapshot();
      return source && { ...source, bytes: numbers(source, source.lesson?.keptStep) };
    },
    async saveAdapter(id) {
      const { hypernetworkId, description, blend, lengths, taughtOn, lesson, imported } =
        found(id);
      const source = {
        hypernetworkId,
        description,
        blend: blend ?? null,
        lengths: lengths ?? [],
        taughtOn: taughtOn ?? [],
        lesson: lesson ?? null,
        imported: imported ?? null,
      };
      return { ...source, bytes: numbers(source) };
    },
    async restoreAdapter(saved) {
      const text = new TextDecoder().decode(saved.bytes);
      const { goesOnFrom } = JSON.parse(text) as { goesOnFrom?: number };
      const { baseModelId } = loaded();
      return keep((id) => ({
        ...taughtSummary(id, saved),
        baseModelId,
        ...(goesOnFrom && { goesOnFrom }),
      }));
    },
  };
}

/** The same words and lessons give the same numbers, wherever the steps were taken. */
function taughtSummary(id: string, source: TaughtSource): AdapterSummary {
  const { description, hypernetworkId, blend, lengths, taughtOn, lesson } = source;
  const imported = source.imported ?? null;
  if (!lesson) {
    return {
      ...adapterSummary(id, imported!.name),
      description,
      hypernetworkId,
      imported,
    };
  }
  const { examples, settings, keptStep, before } = lesson;
  const seen = JSON.stringify([
    imported?.name ?? description,
    examples,
    settings.rate,
    keptStep,
    before?.keptStep,
  ]);
  return {
    ...adapterSummary(id, seen),
    hypernetworkId,
    description,
    blend,
    lengths,
    taughtOn,
    lesson,
    imported,
  };
}
