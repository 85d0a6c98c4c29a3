/** The page's state and everything a person can do to it, over any Engine; knows no React. */
import { type StoreApi, createStore } from "zustand/vanilla";
import type { Engine } from "../shared/engine";
import { AppError } from "../shared/errors";
import { MODELS } from "../shared/models";
import type { ActionContext, Environment } from "./actionContext";
import { createAdapterActions } from "./adapter/actions";
import { createEarlierActions } from "./adapter/earlierActions";
import { createHeldAdapters } from "./heldAdapters";
import { createImportActions } from "./adapter/importActions";
import { createExportActions } from "./adapter/exportActions";
import { createLiveActions } from "./adapter/liveActions";
import { createColumnActions } from "./chat/columnActions";
import { createConversationActions } from "./chat/conversationActions";
import { createSettingActions } from "./chat/settingActions";
import { createCheckActions } from "./check/actions";
import { createDemoActions } from "./demos/actions";
import { createExampleActions } from "./examples/actions";
import { createReadingActions } from "./examples/readingActions";
import { createFileActions } from "./files/actions";
import { createInspectActions } from "./inspect/actions";
import { createLibraryActions } from "./library/actions";
import { createLinkActions } from "./link/actions";
import { createModelActions } from "./models/actions";
import { createCheckpointActions } from "./models/checkpointActions";
import { createMemoryActions } from "./models/memoryActions";
import { createBaseQuestionActions } from "./models/baseQuestion";
import { createOwnBaseActions } from "./models/ownBaseActions";
import { createTeachingActions } from "./teaching/actions";
import { createPageActions } from "./page/actions";
import { createLanguageActions } from "./page/languageActions";
import { createOfflineActions } from "./page/offlineActions";
import { createTourActions } from "./page/tourActions";
import { type AppState, initialState } from "./state";
import { createWorkQueue } from "./workQueue";

/** Every group of actions; the type of each says which actions of others it needs. */
const GROUPS = [
  createModelActions,
  createCheckpointActions,
  createMemoryActions,
  createOwnBaseActions,
  createBaseQuestionActions,
  createPageActions,
  createLanguageActions,
  createOfflineActions,
  createTourActions,
  createExampleActions,
  createReadingActions,
  createSettingActions,
  createColumnActions,
  createConversationActions,
  createAdapterActions,
  createEarlierActions,
  createExportActions,
  createImportActions,
  createLiveActions,
  createDemoActions,
  createCheckActions,
  createTeachingActions,
  createLinkActions,
  createLibraryActions,
  createFileActions,
  createInspectActions,
] as const;

type Intersection<Union> = (
  Union extends unknown ? (one: Union) => void : never
) extends (all: infer All) => void
  ? All
  : never;

export type Actions = Intersection<ReturnType<(typeof GROUPS)[number]>>;

export interface AppStore extends StoreApi<AppState> {
  readonly actions: Actions;
}

const BROWSER: Environment = {
  now: () => performance.now(),
  nextFrame: (callback) => requestAnimationFrame(callback),
};

/** `registry` has the models that can be chosen; the engine must know the same. */
export function createAppStore(
  engine: Engine,
  environment = BROWSER,
  registry = MODELS,
): AppStore {
  const store = createStore<AppState>(() => initialState(registry));
  const work = createWorkQueue(() => store.getState().models.status === "ready");
  store.subscribe(({ models }, previous) => {
    // Work begins after all listeners were called, so that they see the models ready before it.
    if (models !== previous.models) queueMicrotask(work.advance);
  });
  // Filled below: groups take actions of others when they act, not when they are created.
  const actions = {} as Actions;
  const context: ActionContext<Actions> = {
    engine,
    store,
    environment,
    work,
    adapters: createHeldAdapters(engine),
    actions,
  };
  const telling = tellingOf(() => actions.showNotice({ kind: "part-failed" }));
  for (const create of GROUPS) Object.assign(actions, telling(create(context)));
  return Object.assign(store, { actions });
}

/**
 * Actions that tell when one of them breaks, as when the code that it fetches does not arrive.
 * Failures with a code are told by whoever asked.
 */
function tellingOf(tell: () => void) {
  return (group: object) =>
    Object.fromEntries(
      Object.entries(group).map(
        ([name, action]: [string, (...parts: never[]) => unknown]) => [
          name,
          (...parts: never[]) => {
            const result = action(...parts);
            if (result instanceof Promise) {
              result.catch((error: unknown) => error instanceof AppError || tell());
            }
            return result;
          },
        ],
      ),
    );
}
