/** The person's list of examples and a text that is being read into it, as plain data. */
import type { Blend, Example, ExampleRole } from "../../shared/adapter";
import type { TextEncoding } from "../../formats/examples/decodeText";
import type { ReadExamples, ReadingChoice } from "../../formats/examples/readExamples";

/** An example as it is kept: with the role that the person chose; null leaves it to the rule. */
export interface KeptExample extends Example {
  role: ExampleRole | null;
}

/** A row of the list; one that is not complete yet is no example. */
export interface ListedExample extends KeptExample {
  /** Unique within the list. */
  id: number;
}

export interface ExamplesState {
  list: ListedExample[];
  /** The lists before the last changes, the latest last. */
  past: EarlierList[];
  /** Kind of the last change: typing on in the same field is one change. */
  lastChange: string | null;
  /** A pasted text or a file that is shown before it is taken. */
  reading: ExampleReading;
  /** Whether the box for such a text stands beside the list. */
  isReaderOpen: boolean;
  /** The examples that the sender of the opened link had and the link does not carry. */
  missing: number;
}

export interface EarlierList {
  list: ListedExample[];
  /** The description boxes that it stood beside, where no adapter has it; null for a change. */
  boxes: { description: string; blend: Blend | null } | null;
}

export interface ExampleReading {
  /** Kept whatever is wrong with it. */
  text: string;
  /** Null for a pasted text. */
  file: ExampleFile | null;
  choice: ReadingChoice;
  /** Null while it is being read. */
  read: ReadExamples | null;
  /** A reason why a file was not read. */
  problem: { kind: "too-large"; mostBytes: number } | null;
}

export interface ExampleFile {
  name: string;
  encoding: TextEncoding;
  isGuess: boolean;
  /** The encodings that it can be read as. */
  encodings: readonly TextEncoding[];
}

export const NO_READING: ExampleReading = {
  text: "",
  file: null,
  choice: {},
  read: null,
  problem: null,
};

export const NO_EXAMPLES: ExamplesState = {
  list: [],
  past: [],
  lastChange: null,
  reading: NO_READING,
  isReaderOpen: false,
  missing: 0,
};
