/** A lesson's settings: the defaults, what a person chose instead, and their bounds. */
import { type Example, isOfNumbers } from "../../shared/adapter";
import { defaultTeaching, type TeachingSettings } from "../../shared/teaching";
import { fitsModels } from "../models/otherBase";
import { type AppState, baseModel, currentConversation } from "../state";
import { lessonExamples } from "./examples";
import type { Beginning } from "./state";

export type ChosenSettings = Partial<
  Pick<TeachingSettings, "steps" | "rate" | "seed" | "trained">
>;

export const MOST_STEPS = 200;
export const RATES = { minimum: 1e-6, maximum: 0.05 } as const;
export const MOST_SEED = 2 ** 32 - 1;

/** Entries of the library that a lesson can begin with: those that the chosen models can hold. */
export function beginningEntries(state: AppState): AppState["library"]["entries"] {
  const { missing } = state.teaching;
  return state.library.entries.filter(
    ({ hypernetwork, base, adapter }) =>
      fitsModels(
        {
          hypernetworkId: hypernetwork?.id ?? null,
          ...(base && { baseModelId: base.id }),
        },
        state,
      ) && !(isOfNumbers(adapter) && missing.includes(adapter.checksum)),
  );
}

/**
 * The beginning of the lesson that would begin now. In place of an entry that is no longer offered
 * it is the adapter on screen, and zero where there is none.
 */
export function nextBeginning(state: AppState): Beginning {
  const { beginning } = state.teaching;
  switch (beginning.kind) {
    case "kept":
      return beginningEntries(state).some(({ id }) => id === beginning.id)
        ? beginning
        : shownOrZero(state);
    case "shown":
      return shownOrZero(state);
    case "zero":
      return beginning;
    default:
      return beginning satisfies never;
  }
}

function shownOrZero(state: AppState): Beginning {
  return { kind: currentConversation(state).adapter ? "shown" : "zero" };
}

/** The examples that the beginning of the next lesson was taught on already. */
export function taughtBefore(state: AppState): readonly Example[] {
  const beginning = nextBeginning(state);
  switch (beginning.kind) {
    case "shown":
      return currentConversation(state).adapter?.taughtOn ?? NONE;
    case "zero":
      return NONE;
    case "kept": {
      const { entries } = state.library;
      return entries.find(({ id }) => id === beginning.id)?.adapter.taughtOn ?? NONE;
    }
    default:
      return beginning satisfies never;
  }
}

const NONE: readonly Example[] = [];

/** Settings of the lesson that would begin now. */
export function nextSettings(state: AppState): TeachingSettings {
  const beginsAtZero = nextBeginning(state).kind === "zero";
  const { examples } = lessonExamples(state.examples.list);
  const defaults = defaultTeaching(baseModel(state), examples.length, beginsAtZero);
  return clampTeaching({ ...defaults, ...state.teaching.chosen });
}

/** Whether the person chose what more steps do not follow: they go on as their lesson began. */
export function isChosenForNew(state: AppState): boolean {
  const { lesson } = currentConversation(state).adapter ?? {};
  const { chosen } = state.teaching;
  const next = nextSettings(state);
  return (["rate", "seed", "trained"] as const).some(
    (name) =>
      lesson && chosen[name] !== undefined && next[name] !== lesson.settings[name],
  );
}

/** Settings with every number finite and in range. */
export function clampTeaching(settings: TeachingSettings): TeachingSettings {
  return {
    ...settings,
    steps: Math.round(clamp(settings.steps, 1, MOST_STEPS)),
    rate: clamp(settings.rate, RATES.minimum, RATES.maximum),
    seed: Math.round(clamp(settings.seed, 0, MOST_SEED)),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : least;
}
