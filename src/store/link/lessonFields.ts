/** Lessons as links carry them: their settings and steps, on the examples that the link has. */
import type { Fields } from "../../shared/json";
import { beganAtZero, type Lesson } from "../../shared/teaching";
import { readSettings } from "../teaching/lessonFields";
import type { LinkedLessons } from "../teaching/state";
import { type AppState, currentConversation } from "../state";

/** Lessons, and parts of one that was gone on with. */
const MOST = { most: 20 };
const COUNT = { most: 10_000 };

/** What was taught to the adapter on screen, or what a link said that is not repeated yet. */
export function linkedLessons(state: AppState): LinkedLessons | null {
  const { lesson, imported, blendedWith } = currentConversation(state).adapter ?? {};
  if (!lesson) return state.teaching.linked;
  // Nothing there has what the lesson began with, or what came after it.
  if (imported || blendedWith) return null;
  return { beganAtZero: beganAtZero(lesson), lessons: partsOf(lesson) };
}

function partsOf(lesson: Lesson): LinkedLessons["lessons"] {
  const { before, earlier, settings, keptStep } = lesson;
  const own = [...earlier, { settings, until: keptStep }];
  return [...(before ? partsOf(before) : []), own];
}

export function readLessons(fields: Fields): LinkedLessons {
  return {
    beganAtZero: fields.boolean("beganAtZero"),
    lessons: fields.items("lessons", { least: 1, ...MOST }, (lessons, index) =>
      lessons.list(index, { least: 1, ...MOST }, (part) => ({
        settings: readSettings(part.inner("settings")),
        until: part.count("until", COUNT),
      })),
    ),
  };
}
