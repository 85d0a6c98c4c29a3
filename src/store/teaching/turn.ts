/** A lesson's turn in the queue of work: its steps as they come, its end, and what is kept of it. */
import type { AdapterSummary } from "../../shared/adapter";
import { AppError, isAborted, toFailure } from "../../shared/errors";
import type { TeachingProgress, TeachRequest } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
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

/**
 * Teaches, shows every step and keeps the last; a lesson that fails can be gone on with, and one
 * that was to be repeated is repeated from its beginning. `origin` is the adapter it begins with.
 */
export async function teachAndKeep(
  context: StoreContext,
  keeper: LessonKeeper,
  request: TeachRequest,
  origin: AdapterSummary | null,
  signal: AbortSignal,
): Promise<AdapterSummary> {
  const { engine } = context;
  const followed = isRepeat(request)
    ? null
    : keeper.follow(engine, (isKept) => showKept(context, isKept));
  const noteProgress = progressShown(context, request, origin);
  try {
    const taught = await engine.teach(
      request,
      (progress) => {
        noteProgress(progress);
        if (progress.taughtLoss !== null) followed?.noteStep();
      },
      signal,
    );
    await followed?.drop();
    return taught;
  } catch (error) {
    if (isAborted(error)) {
      await followed?.drop();
      throw error;
    }
    const saved = await followed?.interrupt();
    if (saved?.lesson) {
      const { description, hypernetworkId, lesson } = saved;
      const { steps } = request.settings;
      const step = lesson.steps.at(-1)!.step;
      const { isKept } = followed!;
      const interrupted = { description, hypernetworkId, step, steps, isKept };
      changeTeaching(context, { interrupted });
    }
    throw inList(error, request, context.store.getState());
  }
}

/** Whether it does again what was taught once: half of that is of no use. */
function isRepeat({ until }: TeachRequest): boolean {
  return until !== undefined;
}

/** Notes whether the browser keeps the last step of the lesson that runs. */
function showKept(context: StoreContext, isKept: boolean): void {
  const { run } = context.store.getState().teaching;
  const isRunning = run.status === "running" || run.status === "stopping";
  if (isRunning) changeTeaching(context, { run: { ...run, isKept } });
}

/** Shows each step, and measures how long they take. */
function progressShown(
  context: StoreContext,
  request: TeachRequest,
  origin: AdapterSummary | null,
): (progress: TeachingProgress) => void {
  const { store } = context;
  const tokens = tokensOf(request);
  const { until: steps = request.settings.steps } = request;
  const earlier = request.start.kind === "lesson" ? origin : null;
  const from = earlier?.goesOnFrom ?? 0;
  let done = earlier?.lesson?.steps.filter(({ step }) => step <= from) ?? [];
  let heldOutBefore = earlier?.lesson?.heldOutBefore ?? null;
  const rate = stepRate(tokens);
  const show = (view: Pick<LessonView, "isReady" | "secondsLeft">) => {
    const { run } = store.getState().teaching;
    const status = run.status === "stopping" ? "stopping" : "running";
    const isKept = "isKept" in run && run.isKept;
    const shared = { steps, done, heldOutBefore, isRepeat: isRepeat(request), isKept };
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

/** Puts a taught adapter on the page by `place`, which says in which conversation, as this does. */
export function showTaught(
  { store, adapters }: Pick<ActionContext, "store" | "adapters">,
  taught: AdapterSummary,
  place: (state: AppState) => {
    part: Pick<AppState, "conversations" | "currentKey"> & Partial<AppState>;
    key: number;
  },
): { key: number } {
  const { part, key } = place(store.getState());
  const { conversations } = store.getState();
  const replaced = conversations.find((conversation) => conversation.key === key);
  if (replaced?.isAdapterLoaded) void adapters.release(replaced.adapter!.id);
  store.setState(({ teaching }) => ({
    ...part,
    announcement: { kind: "taught", steps: taught.lesson!.keptStep },
    teaching: {
      ...teaching,
      beginning: { kind: "shown" },
      run: { status: "finished", key },
      missing: teaching.missing.filter((one) => one !== taught.checksum),
    },
  }));
  return { key };
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
