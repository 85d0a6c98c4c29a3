/** Reads lessons that nobody vouches for, out of library entries and links. */
import type { Example } from "../../shared/adapter";
import { Fields } from "../../shared/json";
import type {
  Lesson,
  LessonStart,
  TaughtExample,
  TeachingSettings,
} from "../../shared/teaching";
import {
  LONGEST_EXPECTED_ANSWER,
  MAXIMUM_MESSAGE_LENGTH,
  MOST_EXAMPLES,
} from "../limits";
import { clampTeaching, MOST_STEPS } from "./settings";
import type { KeptBackScore } from "./state";

/** Lessons that an adapter may have had one after the other. */
const MOST_LESSONS = 500;
/** Steps of one lesson that was gone on with again and again. */
const MOST_STEPS_IN_ALL = MOST_STEPS * MOST_LESSONS;
const MOST_MODULES = 16;
const LABEL = { most: 100 };
const COUNT = { most: MOST_STEPS_IN_ALL };
const EXAMPLES = { most: MOST_EXAMPLES };
const INPUT = { least: 1, most: MAXIMUM_MESSAGE_LENGTH };
const ANSWER = { least: 1, most: LONGEST_EXPECTED_ANSWER };

export function readLesson(fields: Fields, depth = 1): Lesson {
  if (depth > MOST_LESSONS) throw fields.refused("before", "a lesson within bounds");
  const keptStep = fields.count("keptStep", COUNT);
  return {
    start: readStart(fields.inner("start")),
    before:
      fields.value("before") === null
        ? null
        : readLesson(fields.inner("before"), depth + 1),
    examples: fields.list("examples", { ...EXAMPLES, least: 1 }, readTaughtExample),
    heldOut: fields.list("heldOut", EXAMPLES, readTaughtExample),
    settings: readSettings(fields.inner("settings")),
    earlier: fields.list("earlier", { most: MOST_LESSONS }, (part) => ({
      settings: readSettings(part.inner("settings")),
      until: part.count("until", COUNT),
    })),
    heldOutBefore: optionalNumber(fields, "heldOutBefore"),
    steps: fields.list("steps", COUNT, (step) => ({
      step: step.count("step", COUNT),
      taughtLoss: step.number("taughtLoss"),
      heldOutLoss: optionalNumber(step, "heldOutLoss"),
    })),
    keptStep,
  };
}

function readStart(fields: Fields): LessonStart {
  const kind = fields.choice("kind", ["adapter", "zero", "lesson"] as const);
  // The engine that had it is gone: the id only says that it was one.
  return kind === "zero"
    ? { kind }
    : { kind, adapterId: fields.text("adapterId", LABEL) };
}

export function readSettings(fields: Fields): TeachingSettings {
  const modules = fields.value("modules");
  return {
    ...clampTeaching({
      steps: fields.number("steps"),
      rate: fields.positive("rate"),
      warmUp: fields.count("warmUp", { least: 0, ...COUNT }),
      weightDecay: fields.number("weightDecay", { least: 0 }),
      clip: fields.positive("clip"),
      modules: modules === null ? null : fields.texts("modules", MODULES, LABEL),
      trained: fields.choice("trained", ["A and B", "B"] as const),
      seed: fields.number("seed"),
      patience:
        fields.value("patience") === null ? null : fields.count("patience", COUNT),
    }),
    // More than a person can set at once, where it was gone on with.
    steps: fields.count("steps", COUNT),
  };
}

const MODULES = { least: 1, most: MOST_MODULES };

function readTaughtExample(fields: Fields): TaughtExample {
  return { input: fields.text("input", INPUT), output: fields.text("output", ANSWER) };
}

export function readTaughtOn(fields: Fields): Example {
  return {
    input: fields.text("input", INPUT),
    expected: fields.text("expected", ANSWER),
  };
}

export function readScore(fields: Fields): KeptBackScore {
  const total = fields.count("total", EXAMPLES);
  const share = { least: 0, most: total };
  return {
    before: fields.value("before") === null ? null : fields.count("before", share),
    right: fields.count("right", share),
    total,
  };
}

function optionalNumber(fields: Fields, key: string): number | null {
  return fields.value(key) === null ? null : fields.number(key);
}
