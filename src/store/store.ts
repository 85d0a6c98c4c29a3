/** The page's state and everything a person can do to it, over any Engine; knows no React. */
import { type StoreApi, createStore } from "zustand/vanilla";
import type { Engine } from "../shared/engine";
import { MODELS } from "../shared/models";
import type { SamplerSettings } from "../shared/sampler";
import type { ActionContext, Environment } from "./actionContext";
import { type AdapterActions, createAdapterActions } from "./adapter/actions";
import { type CheckActions, createCheckActions } from "./check/actions";
import {
  type CheckpointActions,
  createCheckpointActions,
} from "./models/checkpointActions";
import { type ColumnActions, createColumnActions } from "./chat/columnActions";
import {
  type ConversationActions,
  createConversationActions,
} from "./chat/conversationActions";
import type { DeckTab } from "./page/deck";
import type { Demo } from "./demos/demos";
import { type InspectActions, createInspectActions } from "./inspect/actions";
import { type LanguageActions, createLanguageActions } from "./page/languageActions";
import { clampAnswerTokens, clampSampler, clampStrength } from "./limits";
import { type LibraryActions, createLibraryActions } from "./library/actions";
import { type LinkActions, createLinkActions } from "./link/actions";
import { type LiveActions, createLiveActions } from "./adapter/liveActions";
import { type MemoryActions, createMemoryActions } from "./models/memoryActions";
import { type ModelActions, createModelActions } from "./models/actions";
import { type OfflineActions, createOfflineActions } from "./page/offlineActions";
import { type AppState, type Notice, initialState } from "./state";
import { type TourActions, createTourActions } from "./page/tourActions";
import type { ScopeChoice } from "./chat/steering";

export interface SettingActions {
  setStrength(strength: number): void;
  setScope(scope: ScopeChoice): void;
  setSampler(change: Partial<SamplerSettings>): void;
  setMaxNewTokens(tokens: number): void;
  rememberTurns(remembers: boolean): void;
  openDeckTab(tab: DeckTab): void;
  showNotice(notice: Notice): void;
  dismissNotice(): void;
  /** Puts a description and a message to it into the boxes. */
  pickExample(example: Pick<Demo, "description" | "message">): void;
  /** Picks, generates and asks. */
  demonstrate(example: Pick<Demo, "description" | "message">): Promise<void>;
}

export type Actions = ModelActions &
  AdapterActions &
  ColumnActions &
  ConversationActions &
  CheckActions &
  CheckpointActions &
  InspectActions &
  LinkActions &
  LanguageActions &
  LibraryActions &
  LiveActions &
  OfflineActions &
  MemoryActions &
  TourActions &
  SettingActions;

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
  const context: ActionContext = { engine, store, environment };
  const checkpoints = createCheckpointActions(context);
  const models = createModelActions(context, () => {
    void adapters.restoreAdapter();
    void checkpoints.refreshCheckpoints();
  });
  const adapters = createAdapterActions(context, (id) => models.switchHypernetwork(id));
  const columns = createColumnActions(context);
  const preparation = { ...columns, restoreAdapter: adapters.restoreAdapter };
  const conversation = createConversationActions(context, preparation);
  const check = createCheckActions(context, preparation);
  const links = createLinkActions(context, {
    ...adapters,
    ...columns,
    ...conversation,
  });
  const language = createLanguageActions(context);
  const settings: SettingActions = {
    setStrength: (strength) => store.setState({ strength: clampStrength(strength) }),
    setScope: (scope) => store.setState({ scope }),
    setSampler: (change) =>
      store.setState(({ sampler }) => ({
        sampler: clampSampler({ ...sampler, ...change }),
      })),
    setMaxNewTokens: (tokens) =>
      store.setState({ maxNewTokens: clampAnswerTokens(tokens) }),
    rememberTurns: (remembersTurns) => store.setState({ remembersTurns }),
    openDeckTab: (deckTab) => store.setState({ deckTab }),
    showNotice: (notice) => store.setState({ notice }),
    dismissNotice: () => store.setState({ notice: null }),
    pickExample({ description, message }) {
      adapters.setDescription(description);
      conversation.setMessage(message);
    },
    async demonstrate(example) {
      settings.pickExample(example);
      if (await adapters.generate()) await conversation.send();
    },
  };
  const library = createLibraryActions(context, { ...adapters, ...settings });
  return Object.assign(store, {
    actions: {
      ...models,
      ...adapters,
      ...columns,
      ...conversation,
      ...check,
      ...checkpoints,
      ...links,
      ...language,
      ...library,
      ...createInspectActions(context),
      ...createLiveActions(context, { ...adapters, ...conversation }),
      ...createOfflineActions(context),
      ...createMemoryActions(context, models.start),
      ...createTourActions(context),
      ...settings,
    },
  });
}
