/** What was read of a text: how many, the first rows, what is unclear, and what was left out. */
import type { ExampleReading } from "../../store/examples/state";
import { MOST_EXAMPLE_ROWS } from "../../store/limits";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";
import { TableRegion } from "../kit/TableRegion";
import { problemWords } from "./problemWords";

type ReadExamples = NonNullable<ExampleReading["read"]>;

const FIRST_ROWS = 4;
const MOST_PROBLEMS = 8;

export function ReadingPreview({ read }: { read: ReadExamples }) {
  const text = useText();
  const file = useApp((state) => state.examples.reading.file);
  const { examples, columns, unclear, isCut } = read;
  const format = read.format.toUpperCase();
  return (
    <>
      <p className="note">
        {text("examples.found", { count: examples.length, format })}
        {columns && <>; {text("examples.columns", columns)}</>}
      </p>
      {file?.isGuess && <Unclear part="encoding" />}
      {unclear.map((part) => (
        <Unclear key={part} part={part} />
      ))}
      {examples.length > 0 && <FirstRows read={read} />}
      {isCut && (
        <p className="note warning">
          {text("examples.cut", { most: MOST_EXAMPLE_ROWS })}
        </p>
      )}
      <Problems read={read} />
    </>
  );
}

function Unclear({ part }: { part: ReadExamples["unclear"][number] | "encoding" }) {
  const text = useText();
  return <p className="note warning">{text(`examples.unclear.${part}`)}</p>;
}

function FirstRows({ read: { examples } }: { read: ReadExamples }) {
  const text = useText();
  return (
    <TableRegion scrolls="wide" label={text("examples.preview")}>
      <table className="comparison reading-table">
        <thead>
          <tr>
            <th scope="col">{text("examples.input")}</th>
            <th scope="col">{text("examples.expected")}</th>
          </tr>
        </thead>
        <tbody>
          {examples.slice(0, FIRST_ROWS).map(({ line, input, expected }) => (
            <tr key={line}>
              <td dir="auto">{input}</td>
              <td dir="auto">{expected}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function Problems({ read: { problems, width } }: { read: ReadExamples }) {
  const text = useText();
  if (problems.length === 0) return null;
  const hidden = problems.length - MOST_PROBLEMS;
  return (
    <div className="note warning">
      <p>{text("examples.problems", { count: problems.length })}</p>
      <ul className="problems">
        {problems.slice(0, MOST_PROBLEMS).map(({ line, problem }) => (
          <li key={line}>
            {text("examples.line", { line, problem: problemWords(text, problem, width) })}
          </li>
        ))}
        {hidden > 0 && <li>{text("examples.more", { count: hidden })}</li>}
      </ul>
    </div>
  );
}
