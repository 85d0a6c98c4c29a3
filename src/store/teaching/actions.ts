/** Teaching the adapter from the person's examples: starting, stopping, undoing. */
import type { TeachingSettings } from "../../shared/teaching";
import type { ActionContext } from "../actionContext";
import { changed } from "../chat/conversationList";
import { currentConversation } from "../state";
import type { LessonNeeds, LessonPlan } from "./lesson";
import { clampTeaching } from "./settings";
import { type Beginning, NO_TEACHING, type TeachingState } from "./state";

export interface TeachingActions {
  /** Teaches the examples beside the description, from the chosen beginning. Never rejects. */
  teach(): Promise<void>;
  /** Some more steps of the lesson that the adapter on screen came from. Never rejects. */
  teachOn(): Promise<void>;
  /** Keeps what was learnt so far; before the first step, that is nothing. */
  stopTeaching(): void;
  /** Goes back to the adapter that the one on screen was taught from; the examples stay. */
  undoTeaching(): Promise<void>;
  setTeaching(change: Partial<TeachingSettings>): void;
  resetTeaching(): void;
  chooseBeginning(beginning: Beginning): void;
}

export function createTeachingActions(
  context: ActionContext<LessonNeeds>,
): TeachingActions {
  const { engine, store, work, actions } = context;
  let teaching = new AbortController();

  function change(part: Partial<TeachingState>): void {
    store.setState(({ teaching: before }) => ({ teaching: { ...before, ...part } }));
  }

  async function run(plan: LessonPlan): Promise<void> {
    const { status } = store.getState().teaching.run;
    if (status === "waiting" || status === "running" || status === "stopping") return;
    const { signal } = (teaching = new AbortController());
    change({ run: { status: "waiting", for: "models" } });
    const { runLesson } = await import("./lesson");
    await runLesson(context, plan, signal);
  }

  return {
    teach: () => run("new"),
    teachOn: () => run("more"),
    stopTeaching() {
      const { run: current } = store.getState().teaching;
      if (current.status === "running" && current.done.length > 0) {
        change({ run: { ...current, status: "stopping" } });
        void engine.stopTeaching().catch(() => {});
      } else if (current.status !== "stopping") {
        teaching.abort();
      }
    },
    async undoTeaching() {
      const { conversations, examples } = store.getState();
      const { taughtFrom } = currentConversation(store.getState());
      const before = conversations.find(({ key }) => key === taughtFrom);
      if (!before || work.has("answer")) return;
      store.setState({
        conversations: changed(conversations, before.key, { examples: examples.list }),
        currentKey: before.key,
      });
      change({ run: { status: "idle" } });
      await actions.restoreAdapter();
    },
    setTeaching: (settings) =>
      change({
        settings: clampTeaching({ ...store.getState().teaching.settings, ...settings }),
      }),
    resetTeaching: () =>
      change({ settings: NO_TEACHING.settings, beginning: NO_TEACHING.beginning }),
    chooseBeginning: (beginning) => change({ beginning }),
  };
}
