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
import { withBoxes } from "../boxes";
import { withListBeside } from "../examples/history";
import { numbered } from "../examples/list";
import type { AppState } from "../state";
import type { LessonKeeper } from "./keeper";
import { type LessonPlace, withTaught } from "./place";
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

/**
 * Shows the adapter that an interrupted lesson had come to. Resolves with the key of its
 * conversation; null where there is none.
 */
export async function openInterrupted(
  context: ActionContext,
  keeper: LessonKeeper,
  signal: AbortSignal,
): Promise<number | null> {
  let openedKey: number | null = null;
  await inLessonTurn(context, signal, async () => {
    const record = keeper.interrupted;
    const saved = await record?.read();
    if (!record || !saved?.lesson) {
      throw new AppError({ code: "bad-input", fault: { kind: "no-lesson" } });
    }
    const restored = await context.engine.restoreAdapter(saved);
    const { key } = showTaught(context, restored, (state) =>
      opened(state, restored, saved),
    );
    await keepTaught(context, keeper, restored);
    keeper.interrupted = null;
    changeTeaching(context, { interrupted: null });
    await record.drop().catch(() => {});
    openedKey = key;
  });
  return openedKey;
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
    ...withBoxes(state, {
      description: saved.description || state.description,
      blend: adapter.blend ?? null,
    }),
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
 * Teaches what an adapter was taught, or is to be, step by step from the words of its place. Never
 * rejects; resolves with what that gave, or null.
 */
export async function repeatLessons(
  context: ActionContext,
  keeper: LessonKeeper,
  last: Lesson,
  place: LessonPlace,
  signal: AbortSignal,
): Promise<AdapterSummary | null> {
  const { engine, adapters } = context;
  const { description, from } = place;
  const blend = from.adapter?.blend ?? null;
  let repeated: AdapterSummary | null = null;
  await inLessonTurn(context, signal, async () => {
    let adapter = beganAtZero(last)
      ? null
      : await engine.generateAdapter(description, signal, blend);
    for (const { part, goesOn } of requestsOf(last)) {
      const before: AdapterSummary | null = adapter;
      const start: LessonStart = before
        ? { kind: goesOn ? "lesson" : "adapter", adapterId: before.id }
        : { kind: "zero" };
      const request = { ...part, start };
      try {
        adapter = await teachAndKeep(context, keeper, request, before, signal);
      } finally {
        if (before) void adapters.release(before.id);
      }
    }
    const taught = adapter!;
    showTaught(context, taught, (state) =>
      withTaught(state, place, keyBefore(from), taught),
    );
    await keepTaught(context, keeper, taught);
    repeated = taught;
  });
  return repeated;
}

/** Of the adapter that the lessons to be repeated begin with; null where none is known. */
function keyBefore({ key, adapter, taughtFrom }: Conversation): number | null {
  if (adapter?.lesson) return taughtFrom;
  return adapter ? key : null;
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
