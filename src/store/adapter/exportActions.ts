/** Handing the adapter on screen out: as a file, and as a card about it. */
import type { ExportOptions, MergedFormat } from "../../shared/adapter";
import type { ExportedFile } from "../../shared/engine";
import type { ActionContext } from "../actionContext";
import { scopeOf } from "../chat/steering";
import { completeExamples } from "../examples/list";
import { toFailure } from "../../shared/errors";
import { type AppState, baseModel, currentConversation, loadedModels } from "../state";

export interface ExportActions {
  /** The adapter as a .zip, or null when it failed and the notice says why. */
  exportAdapter(options?: ExportOptions): Promise<ExportedFile | null>;
  /** Bytes of the merged models of the adapter on screen; null where that cannot be told. */
  mergedBytes(): Promise<Record<MergedFormat, number> | null>;
  /**
   * Markdown about the adapter on screen, which brings it back by `link` unless that is null. Only
   * while the models that made it, or hold it, are loaded (`hasCard`).
   */
  createModelCard(link: string | null): Promise<string>;
}

/** Whether the models are there that a card of the adapter on screen has to name. */
export function hasCard(state: AppState): boolean {
  const { adapter } = currentConversation(state);
  const loaded = loadedModels(state);
  if (!adapter || !loaded) return false;
  const { hypernetworkId, baseModelId } = adapter;
  return hypernetworkId === null
    ? baseModelId === loaded.base.id
    : hypernetworkId === loaded.hypernetwork?.id;
}

export function createExportActions({ engine, store }: ActionContext): ExportActions {
  return {
    async createModelCard(link) {
      const { modelCard } = await import("../../formats/modelCard");
      const { rolesOf } = await import("../examples/roles");
      const state = store.getState();
      const { adapter: made, examples: list } = currentConversation(state);
      const adapter = made!;
      const roles = rolesOf(list);
      return modelCard({
        adapter,
        loaded: loadedModels(state)!,
        record: baseModel(state),
        strength: state.strength,
        scope: scopeOf(state.scope, adapter),
        examples: completeExamples(list).map(({ id, input, expected }) => ({
          input,
          expected,
          role: roles.get(id)!,
        })),
        score: state.teaching.scores[adapter.checksum] ?? null,
        link,
        time: Date.now(),
      });
    },
    async mergedBytes() {
      const { strength, scope } = store.getState();
      const { adapter } = currentConversation(store.getState());
      if (!adapter) return null;
      const applied = scopeOf(scope, adapter);
      return engine.mergedBytes(adapter.id, strength, applied).catch(() => null);
    },
    async exportAdapter(options = {}) {
      const { adapter } = currentConversation(store.getState());
      if (!adapter) return null;
      try {
        const { strength, scope } = store.getState();
        return await engine.exportAdapter(
          adapter.id,
          strength,
          scopeOf(scope, adapter),
          options,
        );
      } catch (error) {
        store.setState({
          notice: { kind: "failure", during: "download", failure: toFailure(error) },
        });
        return null;
      }
    },
  };
}
