/** Lessons as links carry them: settings, steps, and which of the link's examples they had. */
import type { Fields } from "../../shared/json";
import {
  beganAtZero,
  type EarlierSteps,
  type Lesson,
  lessonsInOrder,
  type LessonStart,
  type TaughtExample,
} from "../../shared/teaching";
import { completeExamples, exampleTexts } from "../examples/list";
import type { ListedExample } from "../examples/state";
import { lessonExamples, type LessonExamples } from "../teaching/examples";
import { readSettings } from "../teaching/lessonFields";
import { linkedHere } from "../teaching/linked";
import type { LinkedLesson, LinkedLessons } from "../teaching/state";
import { type AppState, currentConversation } from "../state";
import { isCarried, MOST_LINKED } from "./exampleFields";

/** Lessons, and parts of one that was gone on with. */
const MOST = { most: 20 };
const COUNT = { most: 10_000 };

/** What was taught to the adapter on screen, or what a link said that is not repeated yet. */
export function linkedLessons(state: AppState): LinkedLessons | null {
  const { adapter, examples: list } = currentConversation(state);
  const { lesson, imported, blendedWith } = adapter ?? {};
  if (!lesson) return linkedHere(state);
  // Nothing there has what the lesson began with, or what came after it.
  if (imported || blendedWith) return null;
  const places = allPlaces(lesson, list);
  return {
    beganAtZero: beganAtZero(lesson),
    lessons: lessonsInOrder(lesson).map(({ earlier, settings, keptStep }, index) => {
      const examples = places[index] ?? null;
      return {
        parts: [...earlier, { settings, until: keptStep }],
        examples: typeof examples === "string" ? null : examples,
      };
    }),
    untold: untoldIn(places),
  };
}

/** Why a link with this list does not tell all examples of an adapter's lessons; null if it does. */
export function untoldExamples(
  last: Lesson,
  list: readonly ListedExample[],
): LinkedLessons["untold"] {
  return untoldIn(allPlaces(last, list));
}

/** The last of the lessons that a link tells of, as one on the examples of this list. */
export function lessonOf(
  { beganAtZero: isFromZero, lessons }: LinkedLessons,
  list: readonly ListedExample[],
): Lesson {
  const none: Lesson | null = null;
  return lessons.reduce<Lesson | null>((before, { parts, examples: places }) => {
    const { settings, until } = parts.at(-1)!;
    const start: LessonStart =
      isFromZero && !before ? { kind: "zero" } : { kind: "adapter", adapterId: "" };
    const facts = { heldOutBefore: null, steps: [], keptStep: until };
    const earlier = parts.slice(0, -1);
    return { start, before, ...examplesAt(places, list), settings, earlier, ...facts };
  }, none)!;
}

type Places = LinkedLesson["examples"] | NonNullable<LinkedLessons["untold"]>;

function allPlaces(last: Lesson, list: readonly ListedExample[]): Places[] {
  return lessonsInOrder(last).map((lesson) => placesOf(lesson, list));
}

function untoldIn(places: readonly Places[]): LinkedLessons["untold"] {
  if (places.includes("gone")) return "gone";
  return places.includes("too-long") ? "too-long" : null;
}

/** Null where the roles in the list say the same. */
function placesOf({ examples, heldOut }: Lesson, list: readonly ListedExample[]): Places {
  const now = lessonExamples(list);
  if (isSame(examples, now.examples) && isSame(heldOut, now.heldOut)) return null;
  const complete = completeExamples(list);
  const known = complete.map(exampleTexts);
  const places = (wanted: readonly TaughtExample[]) =>
    wanted.map(({ input, output }) =>
      known.indexOf(exampleTexts({ input, expected: output })),
    );
  const found = { taught: places(examples), heldOut: places(heldOut) };
  const isAllHere = [...found.taught, ...found.heldOut].every((place) => place >= 0);
  if (!isAllHere) return "gone";
  return isCarried(complete) ? found : "too-long";
}

function examplesAt(
  places: LinkedLesson["examples"],
  list: readonly ListedExample[],
): LessonExamples {
  const complete = completeExamples(list);
  const last = places ? Math.max(...places.taught, ...places.heldOut) : Infinity;
  // A list that was changed meanwhile has other examples at these places.
  if (!places || last >= complete.length) return lessonExamples(list);
  const at = (wanted: number[]) =>
    wanted.map((place) => {
      const { input, expected } = complete[place]!;
      return { input, output: expected };
    });
  return { examples: at(places.taught), heldOut: at(places.heldOut) };
}

function isSame(one: readonly TaughtExample[], other: readonly TaughtExample[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function writeLessons(linked: LinkedLessons): object {
  const { lessons } = linked;
  const places = lessons.map(({ examples }) =>
    examples ? [examples.taught, examples.heldOut] : [],
  );
  return {
    beganAtZero: linked.beganAtZero,
    lessons: lessons.map(({ parts }) => parts),
    ...(places.some((ofLesson) => ofLesson.length > 0) && { places }),
    ...(linked.untold === "gone" && { hadOthers: true }),
    ...(linked.untold === "too-long" && { tooLong: true }),
  };
}

/** Links of before lessons could differ in their examples have no places. */
export function readLessons(fields: Fields): LinkedLessons {
  const parts = fields.items("lessons", { least: 1, ...MOST }, (lessons, index) =>
    lessons.list(index, { least: 1, ...MOST }, readPart),
  );
  const places = fields.has("places")
    ? fields.items("places", { least: parts.length, most: parts.length }, readPlaces)
    : [];
  const isSaid = (key: string) => fields.has(key) && fields.boolean(key);
  return {
    beganAtZero: fields.boolean("beganAtZero"),
    lessons: parts.map((ofLesson, index) => ({
      parts: ofLesson,
      examples: places[index] ?? null,
    })),
    untold: isSaid("hadOthers") ? "gone" : isSaid("tooLong") ? "too-long" : null,
  };
}

function readPart(part: Fields): EarlierSteps {
  return {
    settings: readSettings(part.inner("settings")),
    until: part.count("until", COUNT),
  };
}

/** Two lists of places for a lesson that has any. */
function readPlaces(lessons: Fields, index: string): LinkedLesson["examples"] {
  const most = { most: MOST_LINKED };
  const [taught, heldOut] = lessons.items(index, { most: 2 }, (lists, name) =>
    lists.items(name, most, (places, at) =>
      places.count(at, { least: 0, most: MOST_LINKED - 1 }),
    ),
  );
  if (!taught) return null;
  if (taught.length > 0 && heldOut) return { taught, heldOut };
  throw lessons.refused(
    index,
    "the places of what was taught, and of what was kept back",
  );
}
