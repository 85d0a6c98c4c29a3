/** Which columns there are: named, ordered, removed and added; folded away until wanted. */
import { useRef } from "react";
import {
  type Column,
  LONGEST_COLUMN_NAME,
  MOST_COLUMNS,
} from "../../store/chat/columnDefinitions";
import { AddColumn } from "./AddColumn";
import { useColumnName, useKindName } from "../kit/columnName";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function ColumnsEditor() {
  const text = useText();
  const { list } = useQuantities();
  const columnName = useColumnName();
  const columns = useApp((state) => state.columns);
  return (
    <details className="disclosure columns-editor">
      <summary>
        {text("columns.summary", {
          names: list(columns.map(columnName)),
        })}
      </summary>
      <ol className="column-list">
        {columns.map((column, index) => (
          <ColumnRow
            key={column.id}
            column={column}
            isFirst={index === 0}
            isLast={index === columns.length - 1}
            isOnly={columns.length === 1}
          />
        ))}
      </ol>
      {columns.length < MOST_COLUMNS ? (
        <AddColumn />
      ) : (
        <p className="note">{text("columns.full", { most: MOST_COLUMNS })}</p>
      )}
      <p className="note">{text("columns.note")}</p>
    </details>
  );
}

function ColumnRow(props: {
  column: Column;
  isFirst: boolean;
  isLast: boolean;
  isOnly: boolean;
}) {
  const { column, isFirst, isLast, isOnly } = props;
  const text = useText();
  const { renameColumn, moveColumn, removeColumn } = useActions();
  const row = useRef<HTMLLIElement>(null);
  const name = useColumnName()(column);
  const kindName = useKindName();

  /** The row moves in the document, which takes the focus from the button that was pressed. */
  function move(button: HTMLButtonElement, by: -1 | 1): void {
    moveColumn(column.id, by);
    requestAnimationFrame(() => button.focus());
  }

  /** The next row's button takes over the focus of the one that goes. */
  function remove(): void {
    const neighbour =
      row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    removeColumn(column.id);
    neighbour?.querySelector<HTMLButtonElement>("button:last-child")?.focus();
  }

  return (
    <li ref={row} className="column-row">
      <input
        className="field"
        aria-label={text("columns.nameOf", { column: name })}
        placeholder={kindName(column.source.kind)}
        maxLength={LONGEST_COLUMN_NAME}
        value={column.name}
        onChange={(event) => renameColumn(column.id, event.target.value)}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={text("columns.moveLeft", { column: name })}
        aria-disabled={isFirst}
        onClick={(event) => move(event.currentTarget, -1)}
      >
        <span aria-hidden="true">↑</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={text("columns.moveRight", { column: name })}
        aria-disabled={isLast}
        onClick={(event) => move(event.currentTarget, 1)}
      >
        <span aria-hidden="true">↓</span>
      </button>
      <button
        type="button"
        className="button small plain"
        aria-label={text("columns.removeNamed", { column: name })}
        aria-disabled={isOnly}
        onClick={remove}
      >
        {text("columns.remove")}
      </button>
    </li>
  );
}
