/** Teaching the adapter from the person's examples: starting, stopping, undoing, coming back. */
import type { AdapterSummary } from "../../shared/adapter";
import { abortedError, isAborted } from "../../shared/errors";
import type { Lesson } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import { changed } from "../chat/conversationList";
import { replacing } from "../examples/history";
import type { ModelActions } from "../models/actions";
import type { PageActions } from "../page/actions";
import type { LessonKeeper } from "./keeper";
import type { LessonNeeds, LessonPlan } from "./lesson";
import { type LessonPlace, placeHere } from "./place";
import type { ChosenSettings } from "./settings";
import { type Beginning, NO_TEACHING, type TeachingState } from "./state";
import type { OpenLessonStorage } from "./storage";
import { conversationBefore } from "./undo";

export interface TeachingActions {
  /** Teaches the examples beside the description, from the chosen beginning. Never rejects. */
  teach(): Promise<void>;
  /** Some more steps of the lesson that the adapter on screen came from. Never rejects. */
  teachOn(): Promise<void>;
  /**
   * Keeps what was learnt so far; before the first step, and of a lesson that is repeated, that is
   * nothing.
   */
  stopTeaching(): void;
  /** Goes back to the adapter that the one on screen was taught from; the examples stay. */
  undoTeaching(): Promise<void>;
  /** Chooses other settings than the defaults, which the rest keeps. */
  setTeaching(change: ChosenSettings): void;
  resetTeaching(): void;
  chooseBeginning(beginning: Beginning): void;
  /** Reads what earlier visits kept, and whether one ended in a lesson. */
  openLessons(open: OpenLessonStorage): Promise<void>;
  /** Goes on with the lesson that was interrupted, or shows what it had come to. Never rejects. */
  resumeLesson(how: "go-on" | "keep"): Promise<void>;
  dropInterrupted(): Promise<void>;
  /** Teaches again what the adapter on screen was taught, if its numbers are not here. */
  repeatLesson(): Promise<void>;
  /** Teaches the words of the place these lessons; resolves with what that gave, or null. */
  repeatLessons(lesson: Lesson, place: LessonPlace): Promise<AdapterSummary | null>;
  /**
   * Keeps the numbers of an adapter that no words bring back, as far as the browser can. Never
   * rejects.
   */
  keepNumbers(adapter: AdapterSummary): Promise<void>;
  /** Puts such an adapter's numbers back into the engine; null where they are not kept. */
  restoreTaught(
    adapter: Pick<AdapterSummary, "checksum">,
  ): Promise<AdapterSummary | null>;
}

type Needs = LessonNeeds &
  Pick<ModelActions, "switchHypernetwork"> &
  Pick<PageActions, "showNotice">;

export function createTeachingActions(context: ActionContext<Needs>): TeachingActions {
  const { engine, store, work, actions } = context;
  let keeping: Promise<LessonKeeper> | null = null;
  /** The storage to open once the keeper is there, where it did not arrive at first. */
  let missed: OpenLessonStorage | null = null;

  /** Fetched behind the first view, like all that teaches, and again where it did not arrive. */
  function keeper(): Promise<LessonKeeper> {
    keeping ??= createKeeper().catch((error: unknown) => {
      keeping = null;
      throw error;
    });
    return keeping;
  }

  async function createKeeper(): Promise<LessonKeeper> {
    const { createLessonKeeper } = await import("./keeper");
    const kept = createLessonKeeper();
    if (missed) void openKeeper(kept, missed);
    missed = null;
    return kept;
  }

  let teaching = new AbortController();

  function change(part: Partial<TeachingState>): void {
    store.setState(({ teaching: before }) => ({ teaching: { ...before, ...part } }));
  }

  function isBusy(): boolean {
    const { status } = store.getState().teaching.run;
    return status === "waiting" || status === "running" || status === "stopping";
  }

  /**
   * Does `job` with the code that `fetch` brings, as the one lesson that is shown; does nothing
   * while there is one. Code that does not arrive is told.
   */
  async function alone<Code>(
    fetch: () => Promise<Code>,
    job: (code: Code, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (isBusy()) return;
    const { signal } = (teaching = new AbortController());
    change({ run: { status: "waiting", for: "models" } });
    try {
      const code = await unlessAborted(fetch(), signal);
      await job(code, signal);
    } catch (error) {
      change({ run: { status: "idle" } });
      if (!isAborted(error)) actions.showNotice({ kind: "part-failed" });
    }
  }

  const run = (plan: LessonPlan, key = store.getState().currentKey) =>
    alone(
      () => Promise.all([import("./lesson"), keeper()]),
      ([{ runLesson }, kept], signal) => runLesson(context, kept, plan, key, signal),
    );

  async function repeatLessons(
    lesson: Lesson,
    place: LessonPlace,
  ): Promise<AdapterSummary | null> {
    let repeated: AdapterSummary | null = null;
    await alone(
      () => Promise.all([import("./recovery"), keeper()]),
      async ([{ repeatLessons: repeat }, kept], signal) => {
        repeated = await repeat(context, kept, lesson, place, signal);
      },
    );
    return repeated;
  }

  /** Reads what earlier visits kept, and whether one ended in a lesson. */
  async function openKeeper(kept: LessonKeeper, open: OpenLessonStorage): Promise<void> {
    await kept.open(open);
    pruneWithLibrary(kept);
    const saved = await kept.interrupted?.read().catch(() => null);
    if (!saved?.lesson) return;
    const { description, hypernetworkId, lesson } = saved;
    const step = lesson.steps.at(-1)!.step;
    const { steps } = lesson.settings;
    const interrupted = { description, hypernetworkId, step, steps, isKept: true };
    change({ interrupted });
  }

  /** Once the library is known, what it no longer has need not be kept. */
  function pruneWithLibrary(kept: LessonKeeper): void {
    const stop = store.subscribe(({ library, conversations }) => {
      if (library.status !== "ready") return;
      stop();
      const known = [...library.entries, ...conversations];
      void kept.prune(new Set(known.flatMap(({ adapter }) => adapter?.checksum ?? [])));
    });
  }

  return {
    teach: () => run("new"),
    teachOn: () => run("more"),
    stopTeaching() {
      const { run: current } = store.getState().teaching;
      const isRunning = current.status === "running";
      if (isRunning && current.done.length > 0 && !current.isRepeat) {
        change({ run: { ...current, status: "stopping" } });
        void engine.stopTeaching().catch(() => {});
      } else if (current.status !== "stopping") {
        teaching.abort();
      }
    },
    async undoTeaching() {
      const { conversations, examples } = store.getState();
      const before = conversationBefore(store.getState());
      if (!before || work.has("answer")) return;
      store.setState({
        examples: replacing(examples, before.examples),
        conversations: changed(conversations, before.key, { examples: examples.list }),
        currentKey: before.key,
      });
      if (!isBusy()) change({ run: { status: "idle" } });
      await actions.restoreAdapter();
    },
    setTeaching: (settings) =>
      change({ chosen: { ...store.getState().teaching.chosen, ...settings } }),
    resetTeaching: () => change({ chosen: {}, beginning: NO_TEACHING.beginning }),
    chooseBeginning: (beginning) => change({ beginning }),
    async openLessons(open) {
      const kept = await keeper().catch((error: unknown) => {
        missed = open;
        throw error;
      });
      await openKeeper(kept, open);
    },
    async resumeLesson(how) {
      const { interrupted } = store.getState().teaching;
      if (!interrupted || isBusy()) return;
      const { hypernetworkId } = interrupted;
      const isOther = hypernetworkId !== store.getState().hypernetworkId;
      if (hypernetworkId !== null && isOther) {
        await actions.switchHypernetwork(hypernetworkId);
      }
      let key: number | null = null;
      await alone(
        () => Promise.all([import("./recovery"), keeper()]),
        async ([{ openInterrupted }, kept], signal) => {
          key = await openInterrupted(context, kept, signal);
        },
      );
      const isUnfinished = interrupted.step < interrupted.steps;
      if (key !== null && how === "go-on" && isUnfinished) await run("rest", key);
    },
    async dropInterrupted() {
      const kept = await keeper();
      const record = kept.interrupted;
      kept.interrupted = null;
      change({ interrupted: null });
      await record?.drop().catch(() => {});
    },
    repeatLesson: async () => {
      const place = placeHere(store.getState());
      const { lesson } = place.from.adapter ?? {};
      if (lesson) await repeatLessons(lesson, place);
    },
    repeatLessons,
    async keepNumbers(adapter) {
      const { checksum } = adapter;
      const code = await Promise.all([import("./turn"), keeper()]).catch(() => null);
      const { missing, inTabOnly } = store.getState().teaching;
      change({ missing: missing.filter((one) => one !== checksum) });
      if (code) {
        const [{ keepTaught }, kept] = code;
        await keepTaught(context, kept, adapter);
      } else {
        change({ isKept: false, inTabOnly: [...inTabOnly, checksum] });
        actions.showNotice({ kind: "part-failed" });
      }
    },
    async restoreTaught(adapter) {
      const { restoreKept } = await import("./recovery");
      return restoreKept(context, await keeper(), adapter);
    },
  };
}

/** What `fetched` brings; rejects at once when a person cancels, as a fetch may take for ever. */
function unlessAborted<Fetched>(
  fetched: Promise<Fetched>,
  signal: AbortSignal,
): Promise<Fetched> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(abortedError()));
  });
  return Promise.race([fetched, aborted]);
}
