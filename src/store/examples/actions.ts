/** Adding, changing, ordering and removing examples, each of which can be undone. */
import type { ExampleRole } from "../../shared/adapter";
import type { ExportedFile } from "../../shared/engine";
import type { ActionContext } from "../actionContext";
import { MOST_EXAMPLES } from "../limits";
import { type AppState, currentConversation } from "../state";
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
  /** An example from a wrong answer; one of the same input is corrected in its place. */
  correctAnswer(input: string, expected: string): void;
  /** Takes the last change back; typing in one field is one change. */
  undoExamples(): void;
  /** The complete examples as a CSV file. */
  exportExamples(): Promise<ExportedFile>;
  dismissMissingExamples(): void;
}

const MOST_UNDONE = 50;

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
      } else if (list.length < MOST_EXAMPLES) {
        change("correct", () => [
          ...list,
          ...numbered([{ input, expected, role: null }], list),
        ]);
      }
    },
    undoExamples() {
      store.setState((state) => {
        const { past } = state.examples;
        const list = past.at(-1);
        if (!list) return {};
        const examples = {
          ...state.examples,
          list,
          past: past.slice(0, -1),
          lastChange: null,
        };
        return { examples, ...noted(state, list) };
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

/** The state with another list, which can be undone and belongs to the adapter on screen. */
export function withChange(
  state: AppState,
  kind: string,
  list: ListedExample[],
): Partial<AppState> & Pick<AppState, "examples"> {
  return { ...withList(state, kind, list), ...noted(state, list) };
}

/** The state with another list beside the description box alone. */
export function withList(
  { examples }: AppState,
  kind: string,
  list: ListedExample[],
): Pick<AppState, "examples"> {
  if (list === examples.list || (list.length === 0 && examples.list.length === 0)) {
    return { examples };
  }
  const isSame = kind.startsWith("edit") && kind === examples.lastChange;
  const past = isSame
    ? examples.past
    : [...examples.past, examples.list].slice(-MOST_UNDONE);
  return { examples: { ...examples, list, past, lastChange: kind } };
}

/** While the box still says what the adapter on screen was made of, the list is that adapter's. */
function noted(state: AppState, list: ListedExample[]): Partial<AppState> {
  const { key, adapter, description } = currentConversation(state);
  if (!adapter || description !== state.description) return {};
  return {
    conversations: state.conversations.map((conversation) =>
      conversation.key === key ? { ...conversation, examples: list } : conversation,
    ),
  };
}
