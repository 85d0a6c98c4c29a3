/** Making a link of what is on the page, and bringing a link back to life. */
import type { LoadedModels } from "../../shared/engine";
import { recordsOf } from "../../shared/models";
import { type ActionContext, until } from "../actionContext";
import { type LinkContent, type LinkedModel, readLink, writeLink } from "./link";
import { chosenLanguage } from "../page/languageActions";
import type { ColumnActions } from "../chat/columnActions";
import { effectiveBlend } from "../adapter/liveState";
import { compareSketches } from "../adapter/sketch";
import {
  type AppState,
  type LinkState,
  currentConversation,
  loadedModels,
} from "../state";

export interface LinkActions {
  /** The fragment that brings this view back, without "#". */
  createLink(): Promise<string>;
  /** Restores a view, makes its adapter again and asks its messages. Never rejects. */
  openLink(fragment: string): Promise<void>;
  dismissLink(): void;
}

export interface LinkSteps extends Pick<ColumnActions, "replaceColumns"> {
  generate(conversation: "fresh"): Promise<boolean>;
  askAll(messages: readonly string[]): Promise<void>;
}

export function createLinkActions(
  { store }: ActionContext,
  { generate, askAll, replaceColumns }: LinkSteps,
): LinkActions {
  const never = new AbortController().signal;

  async function openLink(fragment: string): Promise<void> {
    const read = await readLink(fragment);
    if (read.status === "empty") return;
    if (read.status === "unreadable") {
      store.setState({ link: { status: "unreadable", reason: read.reason } });
      return;
    }
    const { content } = read;
    store.setState((state) => ({ ...restored(content, state) }));
    replaceColumns(content.columns);
    await until(store, ({ models }) => models.status === "ready", never);
    const otherModels = content.models
      ? differences(content.models, loadedModels(store.getState())!)
      : [];
    if (content.adapter) {
      if (!(await generate("fresh"))) {
        store.setState({ link: { status: "none" } });
        return;
      }
    }
    store.setState((state) => ({
      link: { status: "restored", adapter: verdict(content, state), otherModels },
    }));
    await askAll(content.messages);
  }

  return {
    openLink,
    createLink: () => writeLink(linkContent(store.getState())),
    dismissLink: () => store.setState({ link: { status: "none" } }),
  };
}

/** The state a link asks for; a hypernetwork this page does not know is left out. */
function restored(content: LinkContent, state: AppState): Partial<AppState> {
  const { description, draft, strength, sampler, maxNewTokens, models } = content;
  const isKnown = recordsOf(state.registry, "hypernetwork").some(
    ({ id }) => id === models?.hypernetwork.id,
  );
  return {
    language: chosenLanguage() ?? content.language ?? state.language,
    description,
    message: draft,
    strength,
    scope: content.scope,
    blend: content.blend,
    sampler,
    maxNewTokens,
    highlightsDifferences: content.highlightsDifferences,
    deckTab: content.deckTab ?? state.deckTab,
    remembersTurns: content.remembersTurns,
    hypernetworkId:
      models && isKnown && state.models.status !== "ready"
        ? models.hypernetwork.id
        : state.hypernetworkId,
    link: { status: "restoring" },
  };
}

/** The adapter on screen is the link's only while the description box still says the same. */
function linkContent(state: AppState): LinkContent {
  const { adapter, description, turns } = currentConversation(state);
  const loaded = loadedModels(state);
  return {
    language: state.language,
    description: adapter ? description : state.description,
    messages: turns.map(({ message }) => message),
    draft: state.message,
    strength: state.strength,
    scope: state.scope,
    blend: adapter ? (adapter.blend ?? null) : effectiveBlend(state.blend),
    sampler: state.sampler,
    maxNewTokens: state.maxNewTokens,
    columns: state.columns.map(({ name, source }) => ({ name, source })),
    highlightsDifferences: state.highlightsDifferences,
    deckTab: state.deckTab,
    remembersTurns: state.remembersTurns,
    models: loaded && {
      base: identity(loaded.base),
      encoder: identity(loaded.encoder),
      hypernetwork: identity(loaded.hypernetwork),
    },
    adapter: adapter && { checksum: adapter.checksum, sketch: adapter.sketch },
  };
}

function identity({ id, sha256 }: LinkedModel): LinkedModel {
  return { id, sha256 };
}

function differences(
  linked: NonNullable<LinkContent["models"]>,
  loaded: LoadedModels,
): OtherModels {
  return (["base", "encoder", "hypernetwork"] as const).flatMap((role) => {
    const theirs = linked[role];
    const ours = loaded[role];
    return theirs.id === ours.id && theirs.sha256 === ours.sha256
      ? []
      : [{ theirs: theirs.id, ours: ours.id }];
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
