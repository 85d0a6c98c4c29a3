/** Asks before another base model is loaded than the person has, for a link or a kept adapter. */
import type { BaseModelRecord } from "../../shared/models";
import type { ActionContext } from "../actionContext";
import type { AppState } from "../state";
import type { ModelActions } from "./actions";
import { LIGHT_GIGABYTES } from "./baseChoice";
import { ownBaseOf } from "./ownBaseState";

/** A base model that something needs which was opened. */
export interface BaseQuestion {
  baseModelId: string;
  /** Null for the base model alone; absent: its first hypernetwork, if it has any. */
  hypernetworkId?: string | null;
  by: "link" | "library";
}

export interface BaseQuestionActions {
  /**
   * Makes sure that the base model is the chosen one, and asks before it is changed; resolves whether
   * it is. Another question takes this one's place, and declines it.
   */
  needBase(question: BaseQuestion): Promise<boolean>;
  answerBaseQuestion(isAccepted: boolean): Promise<void>;
}

type Needs = Pick<ModelActions, "switchBase" | "refreshStorage">;

export function createBaseQuestionActions({
  store,
  actions,
}: ActionContext<Needs>): BaseQuestionActions {
  let answer: (isAccepted: boolean) => void = () => {};

  return {
    async needBase(question) {
      if (question.baseModelId === store.getState().baseModelId) return true;
      // Whether it is there already belongs to the question.
      if (!store.getState().storage) await actions.refreshStorage();
      answer(false);
      store.setState({ baseQuestion: question });
      const isAccepted = await new Promise<boolean>((resolve) => {
        answer = resolve;
      });
      if (!isAccepted) return false;
      await actions.switchBase(question.baseModelId, question.hypernetworkId);
      const { models, baseModelId } = store.getState();
      return models.status === "ready" && baseModelId === question.baseModelId;
    },
    async answerBaseQuestion(isAccepted) {
      store.setState({ baseQuestion: null });
      answer(isAccepted);
    },
  };
}

/** Whether the file of a base model is on this device already. */
export function isDownloaded(
  { storage, ...state }: AppState,
  { id, files }: BaseModelRecord,
): boolean {
  const own = ownBaseOf(state, id);
  if (own?.isHere || own?.isKept) return true;
  return storage?.files.some(({ name }) => name === files[0].sha256) ?? false;
}

/** Whether a base model may be loaded unasked: where none is loaded yet, and it is light. */
export function mayLoadUnasked(
  { models }: Pick<AppState, "models">,
  { neededGigabytes }: Pick<BaseModelRecord, "neededGigabytes">,
): boolean {
  return models.status !== "ready" && neededGigabytes <= LIGHT_GIGABYTES;
}
