/** Everything the page shows, as plain data: no tensors, sessions, workers or React. */
import type { LoadedModels } from "../shared/engine";
import { type BaseModelRecord, type ModelRecord, recordOf } from "../shared/models";
import { type AdapterPart, initialAdapter } from "./adapter/state";
import { type ChatPart, initialChat } from "./chat/state";
import type { Conversation } from "./chat/conversationState";
import { type CheckState, initialCheck } from "./check/state";
import { type ExamplesState, NO_EXAMPLES } from "./examples/state";
import { type InspectState, NOTHING_INSPECTED } from "./inspect/state";
import { EMPTY_LIBRARY, type LibraryState } from "./library/state";
import { type LinkState, NO_LINK } from "./link/state";
import { type ModelsPart, initialModels } from "./models/state";
import { NO_TEACHING, type TeachingState } from "./teaching/state";
import { type PagePart, initialPage } from "./page/state";

/** The sum of what the rooms keep. */
export interface AppState extends ModelsPart, PagePart, ChatPart, AdapterPart {
  check: CheckState;
  examples: ExamplesState;
  inspection: InspectState;
  library: LibraryState;
  link: LinkState;
  teaching: TeachingState;
}

export function initialState(registry: readonly ModelRecord[]): AppState {
  return {
    ...initialModels(registry),
    ...initialPage(),
    ...initialChat(),
    ...initialAdapter(),
    check: initialCheck(),
    examples: NO_EXAMPLES,
    inspection: NOTHING_INSPECTED,
    library: EMPTY_LIBRARY,
    link: NO_LINK,
    teaching: NO_TEACHING,
  };
}

/** The conversation on screen. */
export function currentConversation(state: AppState): Conversation {
  return state.conversations.find(({ key }) => key === state.currentKey)!;
}

export function loadedModels(state: AppState): LoadedModels | null {
  return state.models.status === "ready" ? state.models.loaded : null;
}

/** The base model that is loaded, or else the one that will be. */
export function baseModel(state: AppState): BaseModelRecord {
  const id = loadedModels(state)?.base.id ?? state.baseModelId;
  return recordOf(state.registry, "base", id);
}
