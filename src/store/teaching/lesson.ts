/** One lesson from the button to the conversation with the taught adapter. */
import { type AdapterSummary, isOfNumbers } from "../../shared/adapter";
import { AppError, toFailure } from "../../shared/errors";
import type { Lesson, LessonStart, TeachRequest } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import { releaseSurplus } from "../adapter/surplus";
import {
  changed,
  conversationWith,
  nextKey,
  worthKeeping,
} from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { replacing } from "../examples/history";
import type { ListedExample } from "../examples/state";
import { type AppState, currentConversation } from "../state";
import { lessonExamples, neverTaught } from "./examples";
import { beginningEntries, nextBeginning, nextSettings, taughtBefore } from "./settings";
import type { LessonKeeper } from "./keeper";
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
  /** The conversation on screen when it began. */
  from: Conversation;
  description: string;
  /** An adapter that was made for the lesson alone. */
  ownId: string | null;
}

/** Never rejects; the state says how it went. */
export async function runLesson(
  context: ActionContext<LessonNeeds>,
  keeper: LessonKeeper,
  plan: LessonPlan,
  signal: AbortSignal,
): Promise<void> {
  const { store, adapters, actions } = context;
  const asked = nextBeginning(store.getState());

  await inLessonTurn(context, signal, async () => {
    actions.keepLiveAdapter();
    // An entry that is gone by then is told; what is on screen may have been made meanwhile.
    const beginning = asked.kind === "kept" ? asked : nextBeginning(store.getState());
    const begun = await begin(context, plan, beginning, signal);
    try {
      const { list } = store.getState().examples;
      const request = requestOf(store.getState(), plan, begun);
      const taught = await teachAndKeep(context, keeper, request, signal).catch(
        (error: unknown) => {
          const { lesson } = currentConversation(store.getState()).adapter ?? {};
          if (!lesson || !isForgotten(error)) throw error;
          return teachAndKeep(context, keeper, afresh(request, lesson), signal);
        },
      );
      showTaught(context, taught, (state) => withTaught(state, begun, taught, list));
      await keepTaught(context, keeper, taught);
      await releaseSurplus(context);
      void scoreKeptBack(context, taught, beforeOf(store.getState(), plan, begun));
    } finally {
      // The score holds it until it is counted.
      if (begun.ownId) void adapters.release(begun.ownId);
    }
  });
}

async function begin(
  { engine, store, actions }: ActionContext<LessonNeeds>,
  plan: LessonPlan,
  beginning: Beginning,
  signal: AbortSignal,
): Promise<Begun> {
  const state = store.getState();
  const from = currentConversation(state);
  const shown = async (kind: "adapter" | "lesson"): Promise<Begun> => {
    await actions.restoreAdapter();
    const { teaching } = store.getState();
    const { adapter, description, isAdapterLoaded } = currentConversation(
      store.getState(),
    );
    if (!adapter) throw gone("adapter-gone");
    if (!isAdapterLoaded && teaching.missing.includes(adapter.checksum)) {
      throw gone("numbers-missing");
    }
    return { start: { kind, adapterId: adapter.id }, from, description, ownId: null };
  };
  if (plan !== "new") return shown("lesson");
  switch (beginning.kind) {
    case "shown":
      return shown("adapter");
    case "zero":
      return {
        start: { kind: "zero" },
        from,
        description: state.description,
        ownId: null,
      };
    case "kept": {
      const entry = beginningEntries(state).find(({ id }) => id === beginning.id);
      if (!entry) throw gone("adapter-gone");
      const { description, adapter } = entry;
      const made = isOfNumbers(adapter)
        ? await actions.restoreTaught(adapter)
        : await engine.generateAdapter(description, signal, adapter.blend ?? null);
      if (!made) throw gone("numbers-missing");
      const start = { kind: "adapter", adapterId: made.id } as const;
      return { start, from, description, ownId: made.id };
    }
    default:
      return beginning satisfies never;
  }
}

function gone(kind: "adapter-gone" | "numbers-missing"): AppError {
  return new AppError({ code: "bad-input", fault: { kind } });
}

function requestOf(state: AppState, plan: LessonPlan, { start }: Begun): TeachRequest {
  const settings = nextSettings(state);
  const { lesson, goesOnFrom } = currentConversation(state).adapter ?? {};
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
  { start, from }: Begun,
): Before {
  if (start.kind === "zero") return { kind: "asked", adapterId: null };
  if (plan === "new") return { kind: "asked", adapterId: start.adapterId };
  const known = teaching.scores[from.adapter?.checksum ?? ""];
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

/**
 * The taught adapter in a conversation of its own, on screen where the one it was taught from
 * still is; the same numbers keep their conversation.
 */
function withTaught(
  state: AppState,
  { from, description }: Begun,
  adapter: AdapterSummary,
  taughtList: ListedExample[],
): { part: Pick<AppState, "conversations" | "currentKey" | "examples">; key: number } {
  const { conversations, currentKey, examples } = state;
  const isOnScreen = currentKey === from.key;
  const same = conversationWith(state, adapter);
  const kept = conversations.some(({ key }) => key === from.key && from.adapter);
  const own = same?.examples ?? [];
  const unseen = own.length > 0 ? own : taughtList;
  const list = isOnScreen ? examples.list : unseen;
  const held = { adapter, isAdapterLoaded: true, examples: list };
  const key = same?.key ?? nextKey(conversations);
  const fresh: Conversation = {
    ...emptyConversation(key),
    ...held,
    description,
    taughtFrom: kept ? from.key : null,
  };
  const all = same
    ? changed(conversations, key, held)
    : [...worthKeeping(conversations), fresh];
  return {
    part: {
      examples: isOnScreen ? replacing(examples, own) : examples,
      conversations: all,
      currentKey: isOnScreen ? key : currentKey,
    },
    key,
  };
}
