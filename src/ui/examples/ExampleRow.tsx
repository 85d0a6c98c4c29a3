/** One example: its two texts, what is wrong with it, and taking it out. */
import { type ClipboardEvent, type KeyboardEvent, memo } from "react";
import { flushSync } from "react-dom";
import type { ExampleRole } from "../../shared/adapter";
import { rowFault } from "../../store/examples/list";
import type { ListedExample } from "../../store/examples/state";
import { isComposing, isEnter } from "../kit/shortcut";
import { focusExample } from "./focusExample";
import { useActions } from "../storeContext";
import { type Text, useText } from "../text/translation";

export interface RowProps {
  example: ListedExample;
  /** Place in the list, from 1. */
  number: number;
  isLast: boolean;
  /** Whether the tools beneath the list are for it. */
  isChosen: boolean;
  /** Null while it is not complete. */
  role: ExampleRole | null;
  repeat: "duplicate" | "contradiction" | null;
  onChoose: (id: number) => void;
}

/** Drawn again only when something of it changes: a list may have hundreds. */
export const ExampleRow = memo(function ExampleRow(props: RowProps) {
  const { example, number, isLast, isChosen, role, repeat, onChoose } = props;
  const text = useText();
  const actions = useActions();
  const { id, input, expected } = example;
  const words = noteWords(text, example, role, repeat);

  /** Rows that a spreadsheet copied go to the reader, as they would from a file. */
  function paste(event: ClipboardEvent): void {
    const pasted = event.clipboardData.getData("text/plain");
    const isEmpty = input === "" && expected === "";
    const isTable = pasted.includes("\t") || (isEmpty && /\S\r?\n\S/u.test(pasted));
    if (!isTable) return;
    event.preventDefault();
    void actions.readExampleText(pasted);
    actions.openReader(true);
  }

  function move(by: -1 | 1): void {
    const focused = document.activeElement as HTMLElement | null;
    actions.moveExample(id, by);
    // The row moves in the document, which takes the focus from it.
    requestAnimationFrame(() => focused?.focus());
  }

  function remove(): void {
    actions.removeExample(id);
    // The row of this number is another one once the list is drawn again.
    requestAnimationFrame(() => focusExample(isLast ? number - 1 : number, "input"));
  }

  function onKeyDown(event: KeyboardEvent, field: "input" | "expected"): void {
    if (isComposing(event.nativeEvent)) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (by && event.altKey) {
      event.preventDefault();
      move(by);
      return;
    }
    if (!isEnter(event) || event.shiftKey) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      void actions.generate();
    } else if (field === "input") {
      focusExample(number, "expected");
    } else {
      // Drawn at once, so that the next key finds the new row.
      if (isLast) flushSync(() => actions.addExample());
      focusExample(number + 1, "input");
    }
  }

  const fields = { input, expected } as const;
  return (
    <li
      className="example"
      data-example={number}
      aria-label={text("examples.row", { number })}
      aria-current={isChosen || undefined}
      onFocus={() => onChoose(id)}
    >
      <span className="figure quiet" aria-hidden="true">
        {number}
      </span>
      {(["input", "expected"] as const).map((field) => (
        <textarea
          key={field}
          className="field example-field"
          data-field={field}
          dir="auto"
          rows={1}
          aria-label={text(`examples.${field}Of`, { number })}
          value={fields[field]}
          onChange={(event) => actions.editExample(id, { [field]: event.target.value })}
          onKeyDown={(event) => onKeyDown(event, field)}
          onPaste={paste}
        />
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={text("examples.remove", { number })}
        onClick={remove}
      >
        <span aria-hidden="true">×</span>
      </button>
      {words && (
        <p
          className={words.isFault ? "example-words note warning" : "example-words note"}
        >
          {words.text}
        </p>
      )}
    </li>
  );
});

function noteWords(
  text: Text,
  example: ListedExample,
  role: RowProps["role"],
  repeat: RowProps["repeat"],
): { text: string; isFault: boolean } | null {
  const fault = rowFault(example);
  if (fault?.kind === "bare-answer") {
    return { text: text("examples.bareAnswer"), isFault: true };
  }
  if (fault && fault.kind !== "incomplete") {
    const { length, most } = fault;
    return { text: text("examples.tooLong", { length, most }), isFault: true };
  }
  if (fault) {
    const isEmpty = example.input === "" && example.expected === "";
    return isEmpty ? null : { text: text("examples.incomplete"), isFault: false };
  }
  if (repeat) return { text: text(`examples.${repeat}`), isFault: true };
  return role === "check" ? { text: text("examples.keptBack"), isFault: false } : null;
}
