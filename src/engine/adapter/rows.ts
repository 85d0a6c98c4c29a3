/** Adapters for the rows of a batch, and what of each applies. */
import type { AdapterScope } from "../../shared/adapter";
import type { PackedAdapter } from "./layout";
import { isInScope, isSameScope } from "./scope";

/** An adapter's values, and what it holds on a device until it is disposed. */
export interface GeneratedAdapter {
  readonly packed: PackedAdapter;
  dispose(): void;
}

/** An adapter that a device has placed where its sessions read it. */
export interface PlacedAdapter {
  readonly packed: PackedAdapter;
  dispose(): void;
}

/** An adapter that holds nothing on a device. */
export function inMemory(packed: PackedAdapter): GeneratedAdapter {
  return { packed, dispose: () => {} };
}

/** One batch row: an adapter or none, what multiplies it (scaling × strength), what applies. */
export interface AdapterRow {
  adapter: PlacedAdapter | null;
  scale: number;
  /** Absent or null: all of the adapter. */
  scope?: AdapterScope | null;
}

/** Whether both rows read a text alike. */
export function isSameRow(left: AdapterRow, right: AdapterRow): boolean {
  if (left.adapter !== right.adapter) return false;
  if (left.adapter === null) return true;
  return (
    left.scale === right.scale && isSameScope(left.scope ?? null, right.scope ?? null)
  );
}

/** Whether all adapters have the same ranks, and so can lie beside each other unpadded. */
export function haveSameRanks(rows: readonly AdapterRow[]): boolean {
  const ranks = rows.flatMap(({ adapter }) =>
    adapter ? [adapter.packed.groups.map(({ rank }) => rank).join()] : [],
  );
  return new Set(ranks).size <= 1;
}

/** Columns of A in the widest row; one where no row has an adapter, so that no tensor is empty. */
export function widestRow(group: number, rows: readonly AdapterRow[]): number {
  const columns = rows.map(({ adapter }) =>
    adapter ? columnsOfA(adapter.packed, group) : 1,
  );
  return Math.max(...columns);
}

/** Columns of a group's A, which are the rows of its B: slots × rank. */
export function columnsOfA({ layout, groups }: PackedAdapter, group: number): number {
  return layout.groups[group]!.slots * groups[group]!.rank;
}

/** Stretches of a layer's B `[R, out]` that apply; the rest stays 0, and so does its part of B A. */
export function appliedB(
  group: number,
  layer: number,
  { adapter, scope }: AdapterRow,
): { first: number; length: number }[] {
  if (!adapter) return [];
  const { layout, groups } = adapter.packed;
  const { out, slots, modules } = layout.groups[group]!;
  const { rank } = groups[group]!;
  if (!scope) return [{ first: 0, length: slots * rank * out }];
  return modules
    .filter(({ module }) => isInScope(scope, { module, layer }))
    .flatMap(({ slot, offset, out: length }) =>
      Array.from({ length: rank }, (_, row) => ({
        first: (slot * rank + row) * out + offset,
        length,
      })),
    );
}
