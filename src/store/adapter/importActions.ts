/** Adapters from elsewhere, read out of a person's files. */
import {
  type AdapterSummary,
  type GivenFile,
  MOST_ADAPTER_BYTES,
} from "../../shared/adapter";
import { AppError, isAborted, toFailure } from "../../shared/errors";
import type { ActionContext } from "../actionContext";
import { conversationWith, nextKey, worthKeeping } from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { withListBeside } from "../examples/history";
import type { AppState } from "../state";
import { releaseSurplus } from "./surplus";

export interface ImportActions {
  /**
   * Reads an adapter from its files, keeps its numbers and shows its conversation; the same
   * numbers keep theirs. Waits for its turn. What cannot be used is refused with a notice, and
   * nothing else changes. Never rejects.
   */
  importAdapter(files: readonly { path: string; content: Blob }[]): Promise<void>;
  /** Stops an import that waits or runs; nothing has changed then. */
  cancelImport(): void;
}

interface Needs {
  keepNumbers(adapter: AdapterSummary): Promise<void>;
}

export function createImportActions({
  engine,
  store,
  work,
  adapters,
  actions,
}: ActionContext<Needs>): ImportActions {
  let importing = new AbortController();

  async function read(
    files: readonly { path: string; content: Blob }[],
    signal: AbortSignal,
  ): Promise<AdapterSummary> {
    store.setState({ importing: { status: "running" } });
    const adapter = await engine.importAdapter(await contentsOf(files), signal);
    const held = conversationWith(store.getState(), adapter);
    if (held?.isAdapterLoaded) void adapters.release(held.adapter!.id);
    store.setState((state) => ({
      ...withImported(state, adapter),
      importing: { status: "idle" },
      announcement: { kind: "adapter-ready", parameters: adapter.parameters },
    }));
    await releaseSurplus({ store, adapters });
    return adapter;
  }

  return {
    async importAdapter(files) {
      importing.abort();
      const { signal } = (importing = new AbortController());
      const onWait = () => store.setState({ importing: { status: "waiting" } });
      try {
        const adapter = await work.run({ kind: "generation", signal, onWait }, () =>
          read(files, signal),
        );
        await actions.keepNumbers(adapter);
      } catch (error) {
        // Another import has begun meanwhile, and shows for itself.
        if (importing.signal !== signal) return;
        store.setState({ importing: { status: "idle" } });
        if (isAborted(error)) return;
        const failure = toFailure(error);
        store.setState({ notice: { kind: "failure", during: "import", failure } });
      }
    },
    cancelImport: () => importing.abort(),
  };
}

/** On screen, with what was asked of the same numbers before. */
function withImported(
  state: AppState,
  adapter: AdapterSummary,
): Pick<AppState, "conversations" | "currentKey" | "examples"> {
  const { conversations } = state;
  const same = conversationWith(state, adapter);
  const { examples } = withListBeside(state, same?.examples ?? []);
  const shown: Conversation = {
    ...(same ?? emptyConversation(nextKey(conversations))),
    adapter,
    isAdapterLoaded: true,
    isLive: false,
    examples: examples.list,
  };
  const others = worthKeeping(conversations).filter((one) => one !== same);
  return {
    examples,
    conversations: [...others, shown],
    currentKey: shown.key,
  };
}

/** Throws "bad-adapter" where they are larger together than any adapter for these models. */
async function contentsOf(
  files: readonly { path: string; content: Blob }[],
): Promise<GivenFile[]> {
  const total = files.reduce((sum, { content }) => sum + content.size, 0);
  if (total > MOST_ADAPTER_BYTES) {
    const fault = { kind: "too-large", most: MOST_ADAPTER_BYTES } as const;
    throw new AppError({ code: "bad-adapter", fault });
  }
  return Promise.all(
    files.map(async ({ path, content }) => ({
      name: path,
      bytes: new Uint8Array(await content.arrayBuffer()),
    })),
  );
}
