/** Adding, changing, ordering and removing examples, each of which can be undone. */
import type { ExampleRole } from "../../shared/adapter";
import type { ExportedFile } from "../../shared/engine";
import type { ActionContext } from "../actionContext";
import { withTypedBoxes } from "../boxes";
import { MOST_EXAMPLES } from "../limits";
import { noted, withChange } from "./history";
import { keptExamples, numbered } from "./list";
import type { ListedExample } from "./state";

export interface ExampleActions {
  /** Adds an empty row at the end; does nothing when the list is full. */
  addExample(): void;
  editExample(id: number, change: { input?: string; expected?: string }): void;
  /** Null gives the role back to the rule. */
  setExampleRole(id: number, role: ExampleRole | null): void;
  /** By -1 up, by 1 down; at the edge it stays. */
  moveExample(id: number, by: -1 | 1): void;
  removeExample(id: number): void;
  clearExamples(): void;
  /**
   * An example from a wrong answer; one of the same input is corrected in its place. Returns whether
   * there was room for it.
   */
  correctAnswer(input: string, expected: string): boolean;
  /**
   * Takes the last change back; typing in one field is one change. A list that no adapter had comes
   * back with its description.
   */
  undoExamples(): void;
  /** The complete examples as a CSV file. */
  exportExamples(): Promise<ExportedFile>;
  dismissMissingExamples(): void;
}

export function createExampleActions({ store }: ActionContext): ExampleActions {
  function change(
    kind: string,
    update: (list: readonly ListedExample[]) => ListedExample[],
  ): void {
    store.setState((state) => withChange(state, kind, update(state.examples.list)));
  }

  function editOne(id: number, kind: string, part: Partial<ListedExample>): void {
    change(kind, (list) =>
      list.map((example) => (example.id === id ? { ...example, ...part } : example)),
    );
  }

  return {
    addExample() {
      if (store.getState().examples.list.length >= MOST_EXAMPLES) return;
      change("add", (list) => [
        ...list,
        ...numbered([{ input: "", expected: "", role: null }], list),
      ]);
    },
    editExample: (id, part) =>
      editOne(id, `edit ${id} ${Object.keys(part).join()}`, part),
    setExampleRole: (id, role) => editOne(id, "role", { role }),
    moveExample(id, by) {
      const { list } = store.getState().examples;
      const from = list.findIndex((example) => example.id === id);
      const to = from + by;
      if (from < 0 || to < 0 || to >= list.length) return;
      const moved = [...list];
      moved.splice(to, 0, ...moved.splice(from, 1));
      change("move", () => moved);
    },
    removeExample: (id) =>
      change("remove", (list) => list.filter((example) => example.id !== id)),
    clearExamples: () => change("clear", () => []),
    correctAnswer(input, expected) {
      const { list } = store.getState().examples;
      const same = list.find((example) => example.input.trim() === input.trim());
      if (same) {
        editOne(same.id, "correct", { expected });
        return true;
      }
      if (list.length >= MOST_EXAMPLES) return false;
      change("correct", () => [
        ...list,
        ...numbered([{ input, expected, role: null }], list),
      ]);
      return true;
    },
    undoExamples() {
      store.setState((state) => {
        const { past } = state.examples;
        const before = past.at(-1);
        if (!before) return {};
        const { list, boxes } = before;
        const examples = {
          ...state.examples,
          list,
          past: past.slice(0, -1),
          lastChange: null,
        };
        return {
          examples,
          ...(boxes ? withTypedBoxes(state, boxes) : noted(state, list)),
        };
      });
    },
    async exportExamples() {
      const { exampleFile } = await import("../../formats/examples/exampleFile");
      return exampleFile(keptExamples(store.getState().examples.list));
    },
    dismissMissingExamples: () =>
      store.setState(({ examples }) => ({ examples: { ...examples, missing: 0 } })),
  };
}
