/** Making a link of what is on the page, and bringing a link back to life. */
import type { LoadedModels } from "../../shared/engine";
import type { ActionContext } from "../actionContext";
import type { LinkContent } from "./settings";
import type { AdapterActions } from "../adapter/actions";
import type { ColumnActions } from "../chat/columnActions";
import type { ConversationActions } from "../chat/conversationActions";
import { compareSketches } from "../adapter/sketch";
import { type AppState, currentConversation, loadedModels } from "../state";
import type { LinkState } from "./state";

export interface LinkActions {
  /** The fragment that brings this view back, without "#". */
  createLink(): Promise<string>;
  /** Restores a view, makes its adapter again and asks its messages. Never rejects. */
  openLink(fragment: string): Promise<void>;
  dismissLink(): void;
}

type Needs = Pick<AdapterActions, "generate"> &
  Pick<ColumnActions, "replaceColumns"> &
  Pick<ConversationActions, "askAll">;

export function createLinkActions({
  store,
  work,
  actions,
}: ActionContext<Needs>): LinkActions {
  const never = new AbortController().signal;

  async function openLink(fragment: string): Promise<void> {
    if (fragment.replace("#", "") === "") return;
    const { readLink, restoredState } = await import("./link");
    const read = await readLink(fragment);
    if (read.status === "empty") return;
    if (read.status === "unreadable") {
      store.setState({ link: { status: "unreadable", reason: read.reason } });
      return;
    }
    const { content } = read;
    store.setState((state) => ({
      ...restoredState(content, state),
      link: { status: "restoring" },
    }));
    actions.replaceColumns(content.columns);
    await work.run({ kind: "link", signal: never }, () => make(content));
  }

  async function make(content: LinkContent): Promise<void> {
    const otherModels = content.models
      ? differences(content.models, loadedModels(store.getState())!)
      : [];
    if (content.adapter) {
      if (!(await actions.generate("fresh"))) {
        store.setState({ link: { status: "none" } });
        return;
      }
    }
    store.setState((state) => ({
      link: { status: "restored", adapter: verdict(content, state), otherModels },
    }));
    await actions.askAll(content.messages);
  }

  return {
    openLink,
    async createLink() {
      const state = store.getState();
      const { linkContent, writeLink } = await import("./link");
      return writeLink(linkContent(state));
    },
    dismissLink: () => store.setState({ link: { status: "none" } }),
  };
}

function differences(
  linked: NonNullable<LinkContent["models"]>,
  loaded: LoadedModels,
): OtherModels {
  return (["base", "encoder", "hypernetwork"] as const).flatMap((role) => {
    const theirs = linked[role];
    const ours = loaded[role];
    if (!theirs || (theirs.id === ours?.id && theirs.sha256 === ours.sha256)) return [];
    return [{ theirs: theirs.id, ours: ours?.id ?? null }];
  });
}

type Verdict = Extract<LinkState, { status: "restored" }>["adapter"];
type OtherModels = Extract<LinkState, { status: "restored" }>["otherModels"];

function verdict({ adapter: linked }: LinkContent, state: AppState): Verdict {
  const { adapter } = currentConversation(state);
  if (!linked || !adapter) return "absent";
  if (linked.checksum === adapter.checksum) return "identical";
  return compareSketches(linked.sketch, adapter.sketch);
}
