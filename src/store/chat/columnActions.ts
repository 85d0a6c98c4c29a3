/** Adding, removing, ordering and naming columns. */
import type { ActionContext } from "../actionContext";
import {
  type Column,
  type ColumnSource,
  LONGEST_COLUMN_NAME,
  canAddColumn,
  controlSource,
} from "./columnDefinitions";

export interface ColumnActions {
  /** Does nothing when there are four columns, or one like it already. */
  addColumn(source: ColumnSource): void;
  /** Removes a column, but never the last one. */
  removeColumn(id: string): void;
  /** Moves a column by -1 to the left or by 1 to the right; at the edge it stays. */
  moveColumn(id: string, by: -1 | 1): void;
  renameColumn(id: string, name: string): void;
  replaceColumns(columns: readonly Omit<Column, "id">[]): void;
  highlightDifferences(highlights: boolean): void;
}

export function createColumnActions({ store, adapters }: ActionContext): ColumnActions {
  /** Controls are numbered, since there may be several of a kind. */
  function identified({ name, source }: Omit<Column, "id">): Column {
    let id: string = source.kind;
    if (controlSource(source)) {
      const controlsAdded = store.getState().controlsAdded + 1;
      store.setState({ controlsAdded });
      id = `${source.kind}-${controlsAdded}`;
    }
    return { id, name: name.slice(0, LONGEST_COLUMN_NAME), source };
  }

  function release(ids: readonly string[]): void {
    const { controlAdapters } = store.getState();
    const left = Object.entries(controlAdapters).filter(([id]) => !ids.includes(id));
    store.setState({ controlAdapters: Object.fromEntries(left) });
    for (const id of ids) {
      const adapter = controlAdapters[id];
      if (adapter) void adapters.release(adapter.id);
    }
  }

  return {
    addColumn(source) {
      const { columns } = store.getState();
      if (!canAddColumn(columns, source)) return;
      store.setState({ columns: [...columns, identified({ name: "", source })] });
    },
    removeColumn(id) {
      const { columns } = store.getState();
      if (columns.length === 1) return;
      store.setState({ columns: columns.filter((column) => column.id !== id) });
      release([id]);
    },
    moveColumn(id, by) {
      store.setState(({ columns }) => {
        const from = columns.findIndex((column) => column.id === id);
        const to = from + by;
        if (from < 0 || to < 0 || to >= columns.length) return {};
        const moved = [...columns];
        moved.splice(to, 0, ...moved.splice(from, 1));
        return { columns: moved };
      });
    },
    renameColumn(id, name) {
      const shortened = name.slice(0, LONGEST_COLUMN_NAME);
      store.setState(({ columns }) => ({
        columns: columns.map((column) =>
          column.id === id ? { ...column, name: shortened } : column,
        ),
      }));
    },
    replaceColumns(columns) {
      release(Object.keys(store.getState().controlAdapters));
      store.setState({ columns: columns.map(identified) });
    },
    highlightDifferences: (highlightsDifferences) =>
      store.setState({ highlightsDifferences }),
  };
}
