/** Taking up a demo: into the boxes, or all the way to its answers. */
import type { ActionContext } from "../actionContext";
import type { AdapterActions } from "../adapter/actions";
import { withBoxes } from "../boxes";
import type { ConversationActions } from "../chat/conversationActions";
import type { Demo } from "../../tasks/demos";

type DemoTexts = Pick<Demo, "description" | "message">;

export interface DemoActions {
  /** Puts a description and a message to it into the boxes. */
  pickDemo(demo: DemoTexts): void;
  /** Picks, generates and asks. */
  runDemo(demo: DemoTexts): Promise<void>;
}

type Needs = Pick<AdapterActions, "setDescription" | "generate"> &
  Pick<ConversationActions, "setMessage" | "send">;

export function createDemoActions({ store, actions }: ActionContext<Needs>): DemoActions {
  function pickDemo({ description, message }: DemoTexts): void {
    const { replacedBoxes } = withBoxes(store.getState(), { description, message });
    store.setState({ replacedBoxes });
    actions.setDescription(description);
    actions.setMessage(message);
  }

  return {
    pickDemo,
    async runDemo(demo) {
      pickDemo(demo);
      if (await actions.generate()) await actions.send();
    },
  };
}
