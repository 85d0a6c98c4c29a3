/** How a text is read, guessed and open to another choice: delimiter, encoding, header, columns. */
import { useId } from "react";
import type { ExampleFile, ExampleReading } from "../../store/examples/state";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

type ReadExamples = NonNullable<ExampleReading["read"]>;

const DELIMITER_NAMES = {
  "\t": "tab",
  "→": "arrow",
  "->": "typedArrow",
  "=>": "doubleArrow",
  ";": "semicolon",
  ",": "comma",
  "；": "wideSemicolon",
  "，": "wideComma",
  "|": "bar",
} as const satisfies Record<NonNullable<ReadExamples["delimiter"]>, string>;

type Delimiter = keyof typeof DELIMITER_NAMES | "json";

export function ReadingChoices({ read }: { read: ReadExamples }) {
  const text = useText();
  const file = useApp((state) => state.examples.reading.file);
  const { chooseReading, chooseEncoding } = useActions();
  const { delimiter, mayBeJson, hasHeader, width, names, chosen } = read;
  const delimiters: { value: Delimiter; label: string }[] = [
    ...Object.entries(DELIMITER_NAMES).map(([value, name]) => ({
      value: value as Delimiter,
      label: text(`examples.delimiters.${name}`),
    })),
    ...(mayBeJson
      ? [{ value: "json" as const, label: text("examples.delimiters.json") }]
      : []),
  ];
  const columns = Array.from({ length: width }, (_, index) => {
    const number = index + 1;
    const name = names[index]?.trim().slice(0, LONGEST_SHOWN) ?? "";
    return {
      value: String(index),
      label:
        name === ""
          ? text("examples.column", { number })
          : text("examples.columnName", { number, name }),
    };
  });
  return (
    <div className="reading-choices">
      <div className="reading-grid">
        <Choice
          label={text("examples.delimiter")}
          value={delimiter ?? "json"}
          options={delimiters}
          onChoose={(value) => void chooseReading({ delimiter: value as Delimiter })}
        />
        {file && (
          <Choice
            label={text("examples.encoding")}
            value={file.encoding}
            options={file.encodings.map((value) => ({ value, label: value }))}
            onChoose={(value) => void chooseEncoding(value as ExampleFile["encoding"])}
          />
        )}
        <Choice
          label={text("examples.inputColumn")}
          value={String(chosen.input)}
          options={columns}
          onChoose={(value) => void chooseReading({ input: Number(value) })}
        />
        <Choice
          label={text("examples.expectedColumn")}
          value={String(chosen.expected)}
          options={columns}
          onChoose={(value) => void chooseReading({ expected: Number(value) })}
        />
      </div>
      {delimiter !== null && (
        <label className="choice">
          <input
            type="checkbox"
            checked={hasHeader}
            onChange={(event) => void chooseReading({ hasHeader: event.target.checked })}
          />
          {text("examples.header")}
        </label>
      )}
    </div>
  );
}

/** Characters of a column's name. */
const LONGEST_SHOWN = 24;

function Choice(props: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
}) {
  const { label, value, options, onChoose } = props;
  const id = useId();
  return (
    <div className="reading-choice">
      <label htmlFor={id} className="note">
        {label}
      </label>
      <select
        id={id}
        className="select"
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
