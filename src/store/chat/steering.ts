/** How much of an adapter applies, and where, as plain data. */
import type { AdapterScope, AdapterSummary } from "../../shared/adapter";

/** Modules by what is off, so that it holds for hypernetworks with other modules too. */
export interface ScopeChoice {
  modulesOff: string[];
  firstLayer: number;
  /** Null is the last layer there is. */
  lastLayer: number | null;
}

export const WHOLE_ADAPTER: ScopeChoice = {
  modulesOff: [],
  firstLayer: 0,
  lastLayer: null,
};

export function layerCount({ norms }: AdapterSummary): number {
  return norms[0]?.perLayer.length ?? 0;
}

/** The choice in an adapter's own modules and layers; null when all of it applies. */
export function scopeOf(
  choice: ScopeChoice,
  adapter: AdapterSummary | null,
): AdapterScope | null {
  if (!adapter) return null;
  const { modulesOff, firstLayer, lastLayer } = choice;
  const last = layerCount(adapter) - 1;
  const modules = adapter.targetModules.filter((module) => !modulesOff.includes(module));
  const scope = {
    modules,
    firstLayer: Math.min(firstLayer, last),
    lastLayer: Math.min(lastLayer ?? last, last),
  };
  const isWhole =
    modules.length === adapter.targetModules.length &&
    scope.firstLayer === 0 &&
    scope.lastLayer === last;
  return isWhole ? null : scope;
}

/** The range with one end moved; the other gives way rather than crossing it. */
export function withLayers(
  choice: ScopeChoice,
  layers: number,
  change: { firstLayer?: number; lastLayer?: number },
): ScopeChoice {
  const last = layers - 1;
  const within = (value: number) =>
    Number.isFinite(value) ? Math.round(Math.min(last, Math.max(0, value))) : 0;
  const current = { ...choice, lastLayer: choice.lastLayer ?? last };
  const { firstLayer, lastLayer } = { ...current, ...change };
  const first = within(firstLayer);
  const end = within(lastLayer);
  const [from, to] =
    change.firstLayer === undefined
      ? [Math.min(first, end), end]
      : [first, Math.max(first, end)];
  return { ...choice, firstLayer: from, lastLayer: to === last ? null : to };
}
