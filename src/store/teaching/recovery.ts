/** Taught adapters that come back: from what was kept, from an interrupted lesson, or repeated. */
import type { AdapterSummary, SavedAdapter } from "../../shared/adapter";
import { AppError } from "../../shared/errors";
import {
  beganAtZero,
  type Lesson,
  lessonsInOrder,
  type LessonStart,
  type TeachRequest,
} from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import {
  changed,
  conversationWith,
  nextKey,
  worthKeeping,
} from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { withListBeside } from "../examples/history";
import { numbered } from "../examples/list";
import { type AppState, currentConversation } from "../state";
import type { LessonKeeper } from "./keeper";
import {
  changeTeaching,
  inLessonTurn,
  keepTaught,
  showTaught,
  teachAndKeep,
} from "./turn";

/** Puts the adapter back into the engine; null, and noted, where its numbers are not kept. */
export async function restoreKept(
  context: ActionContext,
  keeper: LessonKeeper,
  { checksum }: Pick<AdapterSummary, "checksum">,
): Promise<AdapterSummary | null> {
  const saved = await keeper.read(checksum);
  if (saved) return context.engine.restoreAdapter(saved);
  const { missing } = context.store.getState().teaching;
  changeTeaching(context, { missing: [...new Set([...missing, checksum])] });
  return null;
}

/** Shows the adapter that an interrupted lesson had come to. Resolves whether it is there. */
export async function openInterrupted(
  context: ActionContext,
  keeper: LessonKeeper,
  signal: AbortSignal,
): Promise<boolean> {
  let isOpen = false;
  await inLessonTurn(context, signal, async () => {
    const record = keeper.interrupted;
    const saved = await record?.read();
    if (!record || !saved?.lesson) {
      throw new AppError({ code: "bad-input", fault: { kind: "no-lesson" } });
    }
    const restored = await context.engine.restoreAdapter(saved);
    showTaught(context, restored, (state) => opened(state, restored, saved));
    await keepTaught(context, keeper, restored);
    keeper.interrupted = null;
    changeTeaching(context, { interrupted: null });
    await record.drop().catch(() => {});
    isOpen = true;
  });
  return isOpen;
}

function opened(state: AppState, adapter: AdapterSummary, saved: SavedAdapter) {
  const { conversations } = state;
  const same = conversationWith(state, adapter);
  const key = same?.key ?? nextKey(conversations);
  const examples =
    state.examples.list.length > 0
      ? state.examples.list
      : numbered(examplesOf(saved.lesson!));
  const fresh: Conversation = {
    ...emptyConversation(key),
    description: saved.description,
    adapter,
    isAdapterLoaded: true,
    examples,
  };
  const part = {
    ...withListBeside(state, examples),
    conversations: same
      ? changed(conversations, key, { adapter, isAdapterLoaded: true })
      : [...worthKeeping(conversations), fresh],
    currentKey: key,
    description: saved.description || state.description,
  };
  return { part, key };
}

function examplesOf({ examples, heldOut }: Lesson) {
  const listed = (role: "teach" | "check") => (example: Lesson["examples"][number]) => ({
    input: example.input,
    expected: example.output,
    role,
  });
  return [...examples.map(listed("teach")), ...heldOut.map(listed("check"))];
}

/**
 * Teaches what the adapter on screen was taught, or is to be, step by step from its words. Never
 * rejects; resolves whether it is there.
 */
export async function repeatLessons(
  context: ActionContext,
  keeper: LessonKeeper,
  last: Lesson,
  signal: AbortSignal,
): Promise<boolean> {
  const { engine, store, adapters } = context;
  let isDone = false;
  await inLessonTurn(context, signal, async () => {
    const { key, description, adapter: shown } = currentConversation(store.getState());
    const blend = shown?.blend ?? null;
    let adapter = beganAtZero(last)
      ? null
      : await engine.generateAdapter(description, signal, blend);
    for (const request of requestsOf(last)) {
      const before: AdapterSummary | null = adapter;
      const start: LessonStart = before
        ? { kind: request.goesOn ? "lesson" : "adapter", adapterId: before.id }
        : { kind: "zero" };
      try {
        adapter = await teachAndKeep(context, keeper, { ...request.part, start }, signal);
      } finally {
        if (before) void adapters.release(before.id);
      }
    }
    const taught = adapter!;
    showTaught(context, taught, (state) => withRepeated(state, key, taught));
    await keepTaught(context, keeper, taught);
    isDone = true;
  });
  return isDone;
}

/** Every part of an adapter's lessons, and whether it goes on with the lesson of the one before. */
function requestsOf(
  last: Lesson,
): { part: Omit<TeachRequest, "start">; goesOn: boolean }[] {
  return lessonsInOrder(last).flatMap(
    ({ earlier, settings, keptStep, examples, heldOut }) =>
      [...earlier, { settings, until: keptStep }].map((part, index) => ({
        part: { examples: [...examples], heldOut: [...heldOut], ...part },
        goesOn: index > 0,
      })),
  );
}

/** In the place of the adapter that was to be repeated, or beside the one that it was taught from. */
function withRepeated(
  state: AppState,
  key: number,
  adapter: AdapterSummary,
): { part: Pick<AppState, "conversations" | "currentKey">; key: number } {
  const { conversations, currentKey, examples, description } = state;
  const before = conversations.find((conversation) => conversation.key === key);
  const held = { adapter, isAdapterLoaded: true };
  if (before?.adapter?.lesson) {
    return {
      part: { conversations: changed(conversations, key, held), currentKey },
      key,
    };
  }
  const fresh: Conversation = {
    ...emptyConversation(nextKey(conversations)),
    ...held,
    description: before?.description || description,
    taughtFrom: before?.adapter ? key : null,
    examples: examples.list,
  };
  return {
    part: {
      conversations: [...worthKeeping(conversations), fresh],
      currentKey: currentKey === key ? fresh.key : currentKey,
    },
    key: fresh.key,
  };
}
