/** One lesson from the button to the conversation with the taught adapter. */
import type { AdapterSummary } from "../../shared/adapter";
import { AppError, type Failure, isAborted, toFailure } from "../../shared/errors";
import type { LessonStart, TeachingProgress, TeachRequest } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import { releaseSurplus } from "../adapter/surplus";
import { changed, nextKey, worthKeeping } from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import type { ListedExample } from "../examples/state";
import { type AppState, currentConversation } from "../state";
import { tokensOf } from "./estimate";
import { lessonExamples } from "./examples";
import type { LessonRun, TeachingState } from "./state";

/** "new" begins where the person chose; "more" goes on with the adapter on screen. */
export type LessonPlan = "new" | "more";

export interface LessonNeeds {
  /** Makes the adapter on screen again if the engine no longer holds it. */
  restoreAdapter(): Promise<void>;
  /** Makes the adapter of live mode one to keep. */
  keepLiveAdapter(): void;
}

/** Where a lesson begins, and what its adapter is shown with. */
interface Begun {
  start: LessonStart;
  /** Key of the conversation on screen when it began. */
  from: Conversation;
  description: string;
  /** An adapter that was made for the lesson alone. */
  ownId: string | null;
}

/** Never rejects; the state says how it went. */
export async function runLesson(
  context: ActionContext<LessonNeeds>,
  plan: LessonPlan,
  signal: AbortSignal,
): Promise<void> {
  const { store, work, actions } = context;
  const show = (run: LessonRun) => change({ run });
  function change(part: Partial<TeachingState>): void {
    store.setState(({ teaching }) => ({ teaching: { ...teaching, ...part } }));
  }

  try {
    actions.keepLiveAdapter();
    await work.run(
      {
        kind: "lesson",
        signal,
        onWait: (obstacle) =>
          show({ status: "waiting", for: obstacle === "models" ? "models" : "adapter" }),
      },
      teachInTurn,
    );
  } catch (error) {
    show(
      isAborted(error)
        ? { status: "idle" }
        : { status: "failed", failure: inList(toFailure(error), store.getState()) },
    );
  }

  async function teachInTurn(): Promise<void> {
    const begun = await begin(context, plan, signal);
    const { examples } = store.getState();
    const request = requestOf(store.getState(), plan, begun);
    const taught = await follow(request);
    if (begun.ownId) release(begun.ownId);
    const { conversations } = store.getState();
    const twin = conversations.find(
      ({ adapter }) => adapter?.checksum === taught.checksum,
    );
    if (twin?.isAdapterLoaded) release(twin.adapter!.id);
    store.setState((state) => {
      const { part, key } = withTaught(state, begun, taught, examples.list);
      return {
        ...part,
        announcement: { kind: "taught", steps: taught.lesson!.keptStep },
        teaching: {
          ...state.teaching,
          beginning: { kind: "shown" },
          run: { status: "finished", key },
        },
      };
    });
    await releaseSurplus(context);
  }

  /** What the engine has dropped meanwhile needs no releasing. */
  function release(id: string): void {
    void context.engine.releaseAdapter(id).catch(() => {});
  }

  /** Shows each step; remembers how long they took. */
  async function follow(request: TeachRequest): Promise<AdapterSummary> {
    const tokens = tokensOf(request);
    const { steps } = request.settings;
    const earlier =
      request.start.kind === "lesson"
        ? (currentConversation(store.getState()).adapter?.lesson ?? null)
        : null;
    let view = {
      steps,
      done: earlier?.steps.filter(({ step }) => step <= earlier.keptStep) ?? [],
      heldOutBefore: earlier?.heldOutBefore ?? null,
      secondsLeft: 0,
    };
    let last: TeachingProgress | null = null;
    const onProgress = (progress: TeachingProgress) => {
      const { step, taughtLoss, heldOutLoss, elapsedMs } = progress;
      if (taughtLoss !== null) {
        const msPerToken = (elapsedMs - (last?.elapsedMs ?? 0)) / tokens;
        change({ msPerToken });
        view = { ...view, done: [...view.done, { step, taughtLoss, heldOutLoss }] };
      } else if (!earlier) {
        view = { ...view, heldOutBefore: heldOutLoss };
      }
      last = progress;
      const { run, msPerToken } = store.getState().teaching;
      const secondsLeft = ((steps - step) * tokens * (msPerToken ?? 10)) / 1000;
      view = { ...view, secondsLeft };
      show({ status: run.status === "stopping" ? "stopping" : "running", ...view });
    };
    return context.engine.teach(request, onProgress, signal);
  }
}

async function begin(
  { engine, store, actions }: ActionContext<LessonNeeds>,
  plan: LessonPlan,
  signal: AbortSignal,
): Promise<Begun> {
  const state = store.getState();
  const from = currentConversation(state);
  const { beginning } = state.teaching;
  const shown = async (kind: "adapter" | "lesson"): Promise<Begun> => {
    await actions.restoreAdapter();
    const { adapter, description } = currentConversation(store.getState());
    if (!adapter)
      throw new AppError({ code: "bad-input", fault: { kind: "adapter-gone" } });
    return { start: { kind, adapterId: adapter.id }, from, description, ownId: null };
  };
  if (plan === "more") return shown("lesson");
  switch (beginning.kind) {
    case "shown":
      return from.adapter ? shown("adapter") : zero();
    case "zero":
      return zero();
    case "kept": {
      const entry = state.library.entries.find(({ id }) => id === beginning.id);
      if (!entry)
        throw new AppError({ code: "bad-input", fault: { kind: "adapter-gone" } });
      const { description, adapter } = entry;
      const made = await engine.generateAdapter(
        description,
        signal,
        adapter.blend ?? null,
      );
      const start = { kind: "adapter", adapterId: made.id } as const;
      return { start, from, description, ownId: made.id };
    }
    default:
      return beginning satisfies never;
  }

  function zero(): Begun {
    const { description } = state;
    return { start: { kind: "zero" }, from, description, ownId: null };
  }
}

function requestOf(state: AppState, plan: LessonPlan, { start }: Begun): TeachRequest {
  const { settings } = state.teaching;
  const lesson = currentConversation(state).adapter?.lesson;
  if (plan === "more" && lesson) {
    const { examples, heldOut, settings: before, keptStep } = lesson;
    const steps = keptStep + settings.steps;
    return {
      start,
      examples: [...examples],
      heldOut: [...heldOut],
      settings: { ...before, steps },
    };
  }
  return { start, ...lessonExamples(state.examples.list), settings };
}

/** A fault that names an example of the lesson by its place names its row of the list instead. */
function inList(failure: Failure, { examples: { list } }: AppState): Failure {
  if (failure.code !== "bad-input") return failure;
  const { fault } = failure;
  if (fault.kind !== "long-example" && fault.kind !== "empty-example") return failure;
  const { examples, heldOut } = lessonExamples(list);
  const meant = [...examples, ...heldOut][fault.place - 1];
  const row = list.findIndex(
    ({ input, expected }) =>
      input.trim() === meant?.input && expected.trim() === meant.output,
  );
  return row < 0 ? failure : { ...failure, fault: { ...fault, place: row + 1 } };
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
): { part: Pick<AppState, "conversations" | "currentKey">; key: number } {
  const { conversations, currentKey, examples } = state;
  const isOnScreen = currentKey === from.key;
  const same = conversations.find(
    ({ adapter: one }) => one?.checksum === adapter.checksum,
  );
  const kept = conversations.some(({ key }) => key === from.key && from.adapter);
  const list = isOnScreen ? examples.list : taughtList;
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
    part: { conversations: all, currentKey: isOnScreen ? key : currentKey },
    key,
  };
}
