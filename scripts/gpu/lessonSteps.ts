/** Times the steps of lessons on the GPU, as the page teaches them. */
import { createEngine, type EngineEnvironment } from "../../src/engine/engine";
import { MODELS, recordOf } from "../../src/shared/models";
import { defaultTeaching, type LessonStart } from "../../src/shared/teaching";
import { CONTEXT_LENGTH } from "../bench/contestant";
import { datedExamples } from "../bench/datedExamples";
import { type Spread, spread } from "../bench/report";
import type { Benched } from "./benchedModels";

export interface LessonSteps {
  examples: number;
  /** From the request to the first step: reading the base model's file and building graphs. */
  openMs: number;
  stepMs: Spread;
  /** Loss of the examples before the first step and before the last, in nats a token. */
  losses: [number, number];
}

/** Lessons with these numbers of examples; each begins with a generated adapter, or at zero. */
export async function lessonSteps(
  environment: EngineEnvironment,
  { baseModelId, hypernetwork }: Benched,
  { counts, steps }: { counts: readonly number[]; steps: number },
): Promise<LessonSteps[]> {
  const engine = createEngine(environment);
  const models = hypernetwork ?? { encoderId: null, hypernetworkId: null };
  await engine.load(
    { device: "webgpu", baseModelId, ...models, contextLength: CONTEXT_LENGTH },
    () => {},
  );
  const start: LessonStart = hypernetwork
    ? {
        kind: "adapter",
        adapterId: (await engine.generateAdapter("Write the date as year-month-day.")).id,
      }
    : { kind: "zero" };
  const base = recordOf(MODELS, "base", baseModelId);
  const measured: LessonSteps[] = [];
  for (const examples of counts) {
    const times: number[] = [];
    const losses: number[] = [];
    const settings = {
      ...defaultTeaching(base, examples, start.kind === "zero"),
      steps,
      patience: null,
    };
    const { id } = await engine.teach(
      { start, examples: datedExamples(examples), heldOut: [], settings },
      ({ elapsedMs, taughtLoss }) => {
        times.push(elapsedMs);
        if (taughtLoss !== null) losses.push(taughtLoss);
      },
    );
    await engine.releaseAdapter(id);
    measured.push({
      examples,
      openMs: times[0]!,
      stepMs: spread(times.slice(1).map((time, step) => time - times[step]!)),
      losses: [losses[0]!, losses.at(-1)!],
    });
  }
  await engine.dispose();
  return measured;
}
