/** One lesson from the button to the conversation with the taught adapter. */
import { type AdapterSummary, isOfNumbers } from "../../shared/adapter";
import { AppError, toFailure } from "../../shared/errors";
import type { Lesson, LessonStart, TeachRequest } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import { releaseSurplus } from "../adapter/surplus";
import type { AppState } from "../state";
import { lessonExamples, neverTaught } from "./examples";
import { beginningEntries, nextBeginning, nextSettings, taughtBefore } from "./settings";
import type { LessonKeeper } from "./keeper";
import { type LessonPlace, placeHere, withTaught } from "./place";
import { type Before, scoreKeptBack } from "./score";
import type { Beginning } from "./state";
import { inLessonTurn, keepTaught, showTaught, teachAndKeep } from "./turn";

/**
 * "new" begins where the person chose; "more" goes on with the adapter on screen for some more
 * steps, "rest" for those that its lesson still lacks.
 */
export type LessonPlan = "new" | "more" | "rest";

export interface LessonNeeds {
  /** Makes the adapter on screen again if the engine no longer holds it. */
  restoreAdapter(): Promise<void>;
  /** Makes the adapter of live mode one to keep. */
  keepLiveAdapter(): void;
  /** Puts a taught adapter's numbers into the engine; null where they are not kept. */
  restoreTaught(adapter: { checksum: string }): Promise<AdapterSummary | null>;
}

/** Where a lesson begins, and what its adapter is shown with. */
interface Begun {
  start: LessonStart;
  /** The adapter that it begins with. */
  origin: AdapterSummary | null;
  place: LessonPlace;
  /** An adapter that was made for the lesson alone. */
  ownId: string | null;
}

/**
 * One that goes on with a lesson is of the conversation with this key. Never rejects; the state says
 * how it went.
 */
export async function runLesson(
  context: ActionContext<LessonNeeds>,
  keeper: LessonKeeper,
  plan: LessonPlan,
  key: number,
  signal: AbortSignal,
): Promise<void> {
  const { store, adapters, actions } = context;
  const asked = nextBeginning(store.getState());

  await inLessonTurn(context, signal, async () => {
    actions.keepLiveAdapter();
    // An entry that is gone by then is told; what is on screen may have been made meanwhile.
    const beginning = asked.kind === "kept" ? asked : nextBeginning(store.getState());
    // All of it is of this moment: making the start takes time, in which a person goes on.
    const state = beginningWith(store.getState(), beginning);
    const begun = await begin(context, plan, state, key, signal);
    const { origin, place } = begun;
    try {
      // Made again or too many meanwhile, its start is still asked by its score.
      await adapters.hold([origin?.id ?? null], async () => {
        const request = requestOf(state, plan, begun);
        const taught = await teachAndKeep(context, keeper, request, origin, signal).catch(
          (error: unknown) => {
            const { lesson } = origin ?? {};
            if (!lesson || !isForgotten(error)) throw error;
            const rest = afresh(request, lesson);
            return teachAndKeep(context, keeper, rest, origin, signal);
          },
        );
        const before = place.from.adapter ? place.from.key : null;
        showTaught(context, taught, (now) => withTaught(now, place, before, taught));
        await keepTaught(context, keeper, taught);
        await releaseSurplus(context);
        void scoreKeptBack(context, taught, beforeOf(store.getState(), plan, begun));
      });
    } finally {
      // The score holds it until it is counted.
      if (begun.ownId) void adapters.release(begun.ownId);
    }
  });
}

function beginningWith(state: AppState, beginning: Beginning): AppState {
  return { ...state, teaching: { ...state.teaching, beginning } };
}

async function begin(
  { engine, store, actions }: ActionContext<LessonNeeds>,
  plan: LessonPlan,
  state: AppState,
  goesOnWith: number,
  signal: AbortSignal,
): Promise<Begun> {
  const here = placeHere(state);
  const ofConversation = async (
    kind: "adapter" | "lesson",
    wanted: number,
  ): Promise<Begun> => {
    await actions.restoreAdapter();
    const { conversations, teaching } = store.getState();
    const from = conversations.find(({ key }) => key === wanted);
    const { adapter, description, isAdapterLoaded, examples } = from ?? {};
    if (!from || !adapter) throw gone("adapter-gone");
    if (!isAdapterLoaded && teaching.missing.includes(adapter.checksum)) {
      throw gone("numbers-missing");
    }
    const list = wanted === here.from.key ? here.list : examples!;
    return {
      start: { kind, adapterId: adapter.id },
      origin: adapter,
      place: { from, description: description!, list },
      ownId: null,
    };
  };
  if (plan !== "new") return ofConversation("lesson", goesOnWith);
  const { beginning } = state.teaching;
  switch (beginning.kind) {
    case "shown":
      return ofConversation("adapter", here.from.key);
    case "zero": {
      const place = { ...here, description: state.description };
      return { start: { kind: "zero" }, origin: null, place, ownId: null };
    }
    case "kept": {
      const entry = beginningEntries(state).find(({ id }) => id === beginning.id);
      if (!entry) throw gone("adapter-gone");
      const { description, adapter } = entry;
      const made = isOfNumbers(adapter)
        ? await actions.restoreTaught(adapter)
        : await engine.generateAdapter(description, signal, adapter.blend ?? null);
      if (!made) throw gone("numbers-missing");
      const start = { kind: "adapter", adapterId: made.id } as const;
      return { start, origin: made, place: { ...here, description }, ownId: made.id };
    }
    default:
      return beginning satisfies never;
  }
}

function gone(kind: "adapter-gone" | "numbers-missing"): AppError {
  return new AppError({ code: "bad-input", fault: { kind } });
}

function requestOf(
  state: AppState,
  plan: LessonPlan,
  { start, origin }: Begun,
): TeachRequest {
  const settings = nextSettings(state);
  const { lesson, goesOnFrom } = origin ?? {};
  if (plan === "new" || !lesson) {
    const { examples, heldOut } = lessonExamples(state.examples.list);
    return {
      start,
      examples,
      heldOut: neverTaught(heldOut, taughtBefore(state)),
      settings,
    };
  }
  const { examples, heldOut, settings: before, keptStep } = lesson;
  const done = goesOnFrom ?? keptStep;
  const steps = plan === "more" ? done + settings.steps : before.steps;
  return {
    start,
    examples: [...examples],
    heldOut: [...heldOut],
    settings: { ...before, steps },
  };
}

/**
 * What a lesson's score is compared with: the adapter that it began with, and what was counted then
 * where one is gone on with.
 */
function beforeOf(
  { teaching }: AppState,
  plan: LessonPlan,
  { start, place }: Begun,
): Before {
  if (start.kind === "zero") return { kind: "asked", adapterId: null };
  if (plan === "new") return { kind: "asked", adapterId: start.adapterId };
  const known = teaching.scores[place.from.adapter?.checksum ?? ""];
  return { kind: "counted", right: known?.before ?? null };
}

/** Whether the engine no longer knows how to go on, as with an adapter of an earlier visit. */
function isForgotten(error: unknown): boolean {
  const failure = toFailure(error);
  return failure.code === "bad-input" && failure.fault.kind === "no-lesson";
}

/** The steps that are left, as a lesson of their own from where the one before ended. */
function afresh(request: TeachRequest, { keptStep }: Lesson): TeachRequest {
  const { start, settings } = request;
  return {
    ...request,
    start: start.kind === "lesson" ? { ...start, kind: "adapter" } : start,
    settings: { ...settings, steps: settings.steps - keptStep },
  };
}
