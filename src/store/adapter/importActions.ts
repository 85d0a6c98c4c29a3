/** Adapters from elsewhere, read out of a person's files. */
import { type GivenFile, MOST_ADAPTER_BYTES } from "../../shared/adapter";
import { AppError, isAborted, toFailure } from "../../shared/errors";
import type { ActionContext } from "../actionContext";
import { nextKey, worthKeeping } from "../chat/conversationList";
import { type Conversation, emptyConversation } from "../chat/conversationState";
import { withList } from "../examples/actions";
import { releaseSurplus } from "./surplus";

export interface ImportActions {
  /**
   * Reads an adapter from its files and shows its conversation. Waits for its turn. What cannot be
   * used is refused with a notice, and nothing else changes. Never rejects.
   */
  importAdapter(files: readonly { path: string; content: Blob }[]): Promise<void>;
}

export function createImportActions({
  engine,
  store,
  work,
}: ActionContext): ImportActions {
  return {
    async importAdapter(files) {
      const { signal } = new AbortController();
      try {
        await work.run({ kind: "generation", signal }, async () => {
          const adapter = await engine.importAdapter(await read(files), signal);
          store.setState((state) => {
            const { conversations } = state;
            const same = conversations.find(
              ({ adapter: one }) => one?.checksum === adapter.checksum,
            );
            const fresh: Conversation = {
              ...emptyConversation(same?.key ?? nextKey(conversations)),
              ...same,
              adapter,
              isAdapterLoaded: true,
            };
            return {
              ...withList(state, "select", fresh.examples),
              conversations: [
                ...worthKeeping(conversations).filter((one) => one !== same),
                fresh,
              ],
              currentKey: fresh.key,
              announcement: { kind: "adapter-ready", parameters: adapter.parameters },
            };
          });
          await releaseSurplus({ engine, store });
        });
      } catch (error) {
        if (isAborted(error)) return;
        const failure = toFailure(error);
        store.setState({ notice: { kind: "failure", during: "import", failure } });
      }
    },
  };
}

/** Throws "bad-adapter" where they are larger together than any adapter for these models. */
async function read(
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
