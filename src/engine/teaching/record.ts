/** The record of a lesson that its adapter keeps. */
import type { AdapterSummary, Example } from "../../shared/adapter";
import type {
  EarlierSteps,
  Lesson,
  LessonStep,
  TeachingSettings,
  TeachRequest,
} from "../../shared/teaching";
import type { TaughtSource } from "../adapter/collection";

interface Recorded {
  /** What is known of the adapter that it began with. */
  origin: Pick<
    AdapterSummary,
    | "hypernetworkId"
    | "description"
    | "lengths"
    | "blend"
    | "taughtOn"
    | "lesson"
    | "imported"
    | "blendedWith"
    | "scaling"
  >;
  /** The lesson that it goes on with, which is then that of `origin`. */
  earlier: Lesson | null;
  request: TeachRequest;
  heldOutBefore: number | null;
  steps: readonly LessonStep[];
  keptStep: number;
}

export function taughtSource(recorded: Recorded): TaughtSource {
  const { origin, earlier, request, heldOutBefore, steps, keptStep } = recorded;
  const { start, examples, heldOut, settings } = request;
  return {
    hypernetworkId: origin.hypernetworkId,
    description: origin.description,
    lengths: origin.lengths ?? [],
    imported: origin.imported ?? null,
    ...(origin.blendedWith && { blendedWith: origin.blendedWith }),
    scaling: origin.scaling,
    blend: origin.blend ?? null,
    taughtOn: withoutRepeats([
      ...(origin.taughtOn ?? []),
      ...examples.map(({ input, output }) => ({ input, expected: output })),
    ]),
    lesson: {
      start: earlier?.start ?? start,
      before: earlier ? earlier.before : (origin.lesson ?? null),
      examples,
      heldOut,
      settings,
      earlier: earlier ? earlierSteps(earlier, settings) : [],
      heldOutBefore: earlier ? earlier.heldOutBefore : heldOutBefore,
      steps: [...steps],
      keptStep,
    },
  };
}

/** A lesson as it was at this step. */
export function stepsUntil(lesson: Lesson, last: number): Lesson {
  const steps = lesson.steps.filter(({ step }) => step <= last);
  return { ...lesson, steps, keptStep: last };
}

/** With the same settings, the steps before are those of one lesson. */
function earlierSteps(
  { earlier, settings, keptStep }: Lesson,
  now: TeachingSettings,
): readonly EarlierSteps[] {
  const isSame = JSON.stringify(settings) === JSON.stringify(now);
  return isSame ? earlier : [...earlier, { settings, until: keptStep }];
}

function withoutRepeats(examples: readonly Example[]): Example[] {
  const byContent = new Map(
    examples.map((example) => [
      JSON.stringify([example.input, example.expected]),
      example,
    ]),
  );
  return [...byContent.values()];
}
