/** Making a link of what is on the page, and bringing a link back to life. */
import type { AdapterSummary } from "../../shared/adapter";
import type { LoadedModels } from "../../shared/engine";
import type { ActionContext } from "../actionContext";
import type { LinkContent } from "./settings";
import type { AdapterActions } from "../adapter/actions";
import { nextKey, worthKeeping } from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import type { ColumnActions } from "../chat/columnActions";
import type { ConversationActions } from "../chat/conversationActions";
import type { BaseQuestionActions } from "../models/baseQuestion";
import { withTypedBoxes } from "../boxes";
import { compareSketches } from "../adapter/sketch";
import { type AppState, currentConversation, loadedModels } from "../state";
import { repeatableHere } from "../teaching/linked";
import { placeHere } from "../teaching/place";
import type { TeachingActions } from "../teaching/actions";
import type { LinkState } from "./state";

export interface LinkActions {
  /** The fragment that brings this view back, without "#"; null where it does not fit in a link. */
  createLink(): Promise<string | null>;
  /**
   * The fragment for a reload, and whether all that is on the page comes back by it and by what the
   * browser keeps. Never rejects.
   */
  createReload(): Promise<{ fragment: string | null; isWhole: boolean }>;
  /** Restores a view, makes its adapter again and asks its messages. Never rejects. */
  openLink(fragment: string): Promise<void>;
  /** Teaches what the link's sender had taught, on the examples that are here. Never rejects. */
  repeatLinked(): Promise<void>;
  dismissLink(): void;
}

type Needs = Pick<AdapterActions, "generate"> &
  Pick<BaseQuestionActions, "needBase"> &
  Pick<ColumnActions, "replaceColumns"> &
  Pick<TeachingActions, "repeatLessons"> &
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
    const { description, draft: message, blend } = content;
    const isFree = isUnused(currentConversation(store.getState()));
    // The strength of what is on screen stays its own until the link's conversation is there.
    const later = isFree ? {} : { strength: content.strength };
    store.setState((state) => ({
      ...restoredState(content, state),
      ...(isFree ? {} : { strength: state.strength }),
      ...withTypedBoxes(state, { description, message, blend }),
      teaching: { ...state.teaching, linked: null },
      link: { status: "restoring" },
    }));
    // What was opened before the models are there is passed on as it came.
    if (isFree) noteLessons(content);
    actions.replaceColumns(content.columns);
    if (!(await hasBase(content))) return;
    await work.run({ kind: "link", signal: never }, () => make(content, later));
  }

  /** Ties what the link says was taught to the conversation on screen. */
  function noteLessons({ lessons, adapter }: LinkContent): void {
    if (!lessons) return;
    store.setState((state) => {
      const { key } = currentConversation(state);
      return { teaching: { ...state.teaching, linked: { ...lessons, adapter, key } } };
    });
  }

  /** Whether the base model is loaded, or will be; asks for it, and says so where it is not. */
  async function hasBase({ models }: LinkContent): Promise<boolean> {
    if (!models) return true;
    const { missingOwnBase, neededModels } = await import("./models");
    const missingBase = missingOwnBase(models, store.getState());
    const needed = neededModels(models, store.getState());
    if (missingBase === null) {
      if (!needed) return true;
      const { record, hypernetworkId } = needed;
      const question = { baseModelId: record.id, hypernetworkId, by: "link" } as const;
      if (await actions.needBase(question)) return true;
    }
    store.setState({
      link: {
        status: "restored",
        adapter: "unmade",
        otherModels: [],
        ...(missingBase !== null && { missingBase }),
      },
    });
    return false;
  }

  /** Shows the link's conversation, with the rest of the state that goes with it, and asks. */
  async function make(
    content: LinkContent,
    rest: Partial<Pick<AppState, "strength">>,
  ): Promise<void> {
    const otherModels = content.models
      ? differences(content.models, loadedModels(store.getState())!)
      : [];
    if (content.adapter && !content.lessons?.beganAtZero) {
      if (!(await actions.generate("fresh"))) {
        store.setState({ link: { status: "none" } });
        return;
      }
    } else {
      // As a generated adapter would, it comes after the answers that are asked for here.
      await work.run({ kind: "preparation", signal: never }, async () =>
        store.setState(withUnused),
      );
    }
    noteLessons(content);
    store.setState((state) => ({
      ...rest,
      link: {
        status: "restored",
        adapter: content.lessons
          ? "untaught"
          : verdict(content.adapter, currentConversation(state).adapter),
        otherModels,
      },
    }));
    store.setState(({ currentKey }) => ({ repeatingKey: currentKey }));
    await actions.askAll(content.messages).finally(() => {
      store.setState({ repeatingKey: null });
    });
  }

  return {
    openLink,
    async createLink() {
      const state = store.getState();
      const { linkContent, writeLink } = await import("./link");
      return writeLink(linkContent(state));
    },
    async createReload() {
      const state = store.getState();
      try {
        const [{ linkContent, writeLink }, { isWhole }] = await Promise.all([
          import("./link"),
          import("./reload"),
        ]);
        const content = linkContent(state);
        const fragment = await writeLink(content);
        return { fragment, isWhole: fragment !== null && isWhole(content, state) };
      } catch {
        // The code that makes links may be what did not arrive.
        return { fragment: null, isWhole: false };
      }
    },
    async repeatLinked() {
      const place = placeHere(store.getState());
      const linked = repeatableHere(store.getState());
      if (!linked) return;
      const { lessonOf } = await import("./lessonFields");
      const lesson = lessonOf(linked, place.list);
      const repeated = await actions.repeatLessons(lesson, place);
      const { teaching } = store.getState();
      // Another link that was opened meanwhile has its own to say.
      if (!repeated || teaching.linked?.lessons !== linked.lessons) return;
      const adapter = verdict(linked.adapter, repeated);
      store.setState({
        teaching: { ...teaching, linked: null },
        link: { status: "restored", adapter, otherModels: [] },
      });
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

function isUnused({ adapter, turns }: Conversation): boolean {
  return !adapter && turns.length === 0;
}

/** The state with a conversation on screen that has no adapter, and in which nothing was asked. */
function withUnused(state: AppState): Partial<AppState> {
  const { conversations } = state;
  if (isUnused(currentConversation(state))) return {};
  const unused = emptyConversation(nextKey(conversations));
  return {
    conversations: [...worthKeeping(conversations), unused],
    currentKey: unused.key,
  };
}

function verdict(
  linked: LinkContent["adapter"],
  adapter: AdapterSummary | null,
): Verdict {
  if (!linked || !adapter) return "absent";
  if (linked.checksum === adapter.checksum) return "identical";
  return compareSketches(linked.sketch, adapter.sketch);
}
