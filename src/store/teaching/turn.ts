/** A lesson's turn in the queue of work: its steps as they come, its end, and what is kept of it. */
import type { AdapterSummary } from "../../shared/adapter";
import { AppError, isAborted, toFailure } from "../../shared/errors";
import type { TeachingProgress, TeachRequest } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import { conversationWith } from "../chat/conversationList";
import type { AppState } from "../state";
import { lessonSeconds, MS_PER_TOKEN, stepRate, tokensOf } from "./estimate";
import type { LessonKeeper } from "./keeper";
import type { LessonRun, LessonView, TeachingState } from "./state";

type StoreContext = Pick<ActionContext, "engine" | "store">;

export function changeTeaching(
  { store }: Pick<ActionContext, "store">,
  part: Partial<TeachingState>,
): void {
  store.setState(({ teaching }) => ({ teaching: { ...teaching, ...part } }));
}

/** Waits for the turn of a lesson; how it waits and ends is shown. Never rejects. */
export async function inLessonTurn(
  context: ActionContext,
  signal: AbortSignal,
  job: () => Promise<void>,
): Promise<void> {
  const { work } = context;
  const show = (run: LessonRun) => changeTeaching(context, { run });
  try {
    await work.run(
      {
        kind: "lesson",
        signal,
        onWait: (obstacle) =>
          show({ status: "waiting", for: obstacle === "models" ? "models" : "adapter" }),
      },
      job,
    );
  } catch (error) {
    const failure = toFailure(error);
    show(isAborted(error) ? { status: "idle" } : { status: "failed", failure });
  }
}

/** Teaches, shows every step and keeps the last; a lesson that fails can be gone on with. */
export async function teachAndKeep(
  context: StoreContext,
  keeper: LessonKeeper,
  request: TeachRequest,
  signal: AbortSignal,
): Promise<AdapterSummary> {
  const { engine } = context;
  const followed = keeper.follow(engine);
  const noteProgress = progressShown(context, request);
  try {
    const taught = await engine.teach(
      request,
      (progress) => {
        noteProgress(progress);
        if (progress.taughtLoss !== null) followed.noteStep();
      },
      signal,
    );
    await followed.drop();
    return taught;
  } catch (error) {
    if (isAborted(error)) {
      await followed.drop();
      throw error;
    }
    const saved = await followed.interrupt();
    if (saved?.lesson) {
      const { description, hypernetworkId, lesson } = saved;
      const { steps } = request.settings;
      const step = lesson.steps.at(-1)!.step;
      const interrupted = { description, hypernetworkId, step, steps };
      changeTeaching(context, { interrupted });
    }
    throw inList(error, request, context.store.getState());
  }
}

/** Shows each step, and measures how long they take. */
function progressShown(
  context: StoreContext,
  request: TeachRequest,
): (progress: TeachingProgress) => void {
  const { store } = context;
  const tokens = tokensOf(request);
  const { steps } = request.settings;
  const { start } = request;
  const earlier = store
    .getState()
    .conversations.find(
      ({ adapter }) => start.kind === "lesson" && adapter?.id === start.adapterId,
    )?.adapter;
  const from = earlier?.goesOnFrom ?? 0;
  let done = earlier?.lesson?.steps.filter(({ step }) => step <= from) ?? [];
  let heldOutBefore = earlier?.lesson?.heldOutBefore ?? null;
  const rate = stepRate(tokens);
  const show = (view: Pick<LessonView, "isReady" | "secondsLeft">) => {
    const { run } = store.getState().teaching;
    const status = run.status === "stopping" ? "stopping" : "running";
    const isRepeat = request.until !== undefined;
    const shared = { steps, done, heldOutBefore, isRepeat };
    changeTeaching(context, { run: { status, ...shared, ...view } });
  };
  const { msPerToken: measured } = store.getState().teaching;
  const left = steps - (done.at(-1)?.step ?? 0);
  show({ isReady: false, secondsLeft: lessonSeconds(request, left, measured) });
  return ({ step, taughtLoss, heldOutLoss, elapsedMs }) => {
    const measuredNow = rate({ step, taughtLoss, elapsedMs });
    if (measuredNow !== null) changeTeaching(context, { msPerToken: measuredNow });
    if (taughtLoss !== null) {
      done = [...done, { step, taughtLoss, heldOutLoss }];
    } else if (!earlier) {
      heldOutBefore = heldOutLoss;
    }
    const { msPerToken } = store.getState().teaching;
    const secondsLeft = ((steps - step) * tokens * (msPerToken ?? MS_PER_TOKEN)) / 1000;
    show({ isReady: true, secondsLeft });
  };
}

/** Puts a taught adapter on the page by `place`, which says in which conversation. */
export function showTaught(
  { store, adapters }: Pick<ActionContext, "store" | "adapters">,
  taught: AdapterSummary,
  place: (state: AppState) => {
    part: Pick<AppState, "conversations" | "currentKey"> & Partial<AppState>;
    key: number;
  },
): void {
  const twin = conversationWith(store.getState(), taught);
  if (twin?.isAdapterLoaded) void adapters.release(twin.adapter!.id);
  store.setState((state) => {
    const { part, key } = place(state);
    return {
      ...part,
      announcement: { kind: "taught", steps: taught.lesson!.keptStep },
      teaching: {
        ...state.teaching,
        beginning: { kind: "shown" },
        run: { status: "finished", key },
        missing: state.teaching.missing.filter((one) => one !== taught.checksum),
      },
    };
  });
}

export async function keepTaught(
  context: StoreContext,
  keeper: LessonKeeper,
  taught: AdapterSummary,
): Promise<void> {
  const { checksum } = taught;
  const others = () =>
    context.store.getState().teaching.inTabOnly.filter((one) => one !== checksum);
  changeTeaching(context, { inTabOnly: [...others(), checksum] });
  // What cannot be saved now is still on screen, and can be taught again.
  const isKept = await keeper.keep(context.engine, taught).catch(() => false);
  changeTeaching(context, { isKept, ...(isKept && { inTabOnly: others() }) });
}

/** A fault that names an example of the lesson by its place names its row of the list instead. */
function inList(
  error: unknown,
  { examples, heldOut }: TeachRequest,
  { examples: { list } }: AppState,
): unknown {
  const failure = toFailure(error);
  if (failure.code !== "bad-input") return error;
  const { fault } = failure;
  if (fault.kind !== "long-example" && fault.kind !== "empty-example") return error;
  const meant = [...examples, ...heldOut][fault.place - 1];
  const row = list.findIndex(
    ({ input, expected }) =>
      input.trim() === meant?.input && expected.trim() === meant.output,
  );
  if (row < 0) return error;
  return new AppError({ ...failure, fault: { ...fault, place: row + 1 } });
}
