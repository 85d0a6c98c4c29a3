/** Reading a pasted text or a file, showing what was read, and taking it into the list. */
import type { TextEncoding } from "../../formats/examples/decodeText";
import type { ReadingChoice } from "../../formats/examples/readExamples";
import type { ActionContext } from "../actionContext";
import {
  LONGEST_EXPECTED_ANSWER,
  MAXIMUM_MESSAGE_LENGTH,
  MOST_EXAMPLES,
  MOST_EXAMPLE_ROWS,
  MOST_EXAMPLE_BYTES,
} from "../limits";
import { withChange } from "./history";
import { numbered } from "./list";
import { type ExampleReading, NO_READING } from "./state";

export interface ReadingActions {
  /** Opens or closes the box for a text beside the list. */
  openReader(isOpen: boolean): void;
  /** Takes over the text at once, and what it says as soon as it is read. */
  readExampleText(text: string): Promise<void>;
  readExampleFile(file: Blob & { name?: string }): Promise<void>;
  /** Another delimiter, header or column than was guessed. */
  chooseReading(choice: ReadingChoice): Promise<void>;
  /** Reads the file's bytes as another encoding. */
  chooseEncoding(encoding: TextEncoding): Promise<void>;
  /** Adds what was read to the list; where it no longer fits, shows what does. */
  takeReading(): void;
  dismissReading(): void;
}

export function createReadingActions({ store }: ActionContext): ReadingActions {
  /** The file that is shown, for another encoding. */
  let bytes: Uint8Array<ArrayBuffer> | null = null;

  function show(reading: ExampleReading): void {
    store.setState(({ examples }) => ({ examples: { ...examples, reading } }));
  }

  async function read(reading: ExampleReading): Promise<void> {
    const unread = { ...reading, read: null, problem: null };
    show(unread);
    const { readExamples } = await import("../../formats/examples/readExamples");
    const { reading: latest, list } = store.getState().examples;
    // Another text has come in the meantime.
    if (latest !== unread) return;
    const limits = {
      most: Math.max(0, MOST_EXAMPLES - list.length),
      mostRows: MOST_EXAMPLE_ROWS,
      longestInput: MAXIMUM_MESSAGE_LENGTH,
      longestAnswer: LONGEST_EXPECTED_ANSWER,
    };
    show({ ...unread, read: readExamples(unread.text, limits, unread.choice) });
  }

  async function readBytes(name: string, encoding: TextEncoding | null): Promise<void> {
    const mine = bytes;
    if (!mine) return;
    const { TEXT_ENCODINGS, decodeText } =
      await import("../../formats/examples/decodeText");
    const { text, ...file } = await decodeText(mine, encoding);
    if (mine === bytes)
      await read({
        ...NO_READING,
        text,
        file: { name, ...file, encodings: TEXT_ENCODINGS },
      });
  }

  return {
    openReader: (isReaderOpen) =>
      store.setState(({ examples }) => ({ examples: { ...examples, isReaderOpen } })),
    async readExampleText(text) {
      bytes = null;
      await read({ ...NO_READING, text });
    },
    async readExampleFile(file) {
      if (file.size > MOST_EXAMPLE_BYTES) {
        show({
          ...store.getState().examples.reading,
          problem: { kind: "too-large", mostBytes: MOST_EXAMPLE_BYTES },
        });
        return;
      }
      bytes = new Uint8Array(await file.arrayBuffer());
      await readBytes(file.name ?? "", null);
    },
    async chooseReading(choice) {
      const { reading } = store.getState().examples;
      // Columns are those of one delimiter.
      const isRecut = choice.delimiter !== undefined;
      const before = isRecut ? {} : reading.choice;
      await read({ ...reading, choice: { ...before, ...choice } });
    },
    async chooseEncoding(encoding) {
      const { reading } = store.getState().examples;
      if (reading.file) await readBytes(reading.file.name, encoding);
    },
    takeReading() {
      const { list, reading } = store.getState().examples;
      const found = reading.read?.examples ?? [];
      if (found.length === 0) return;
      // The list has grown meanwhile: what fits now is shown before it is taken.
      if (list.length + found.length > MOST_EXAMPLES) {
        void read(reading);
        return;
      }
      store.setState((state) => {
        const changed = withChange(state, "read", [...list, ...numbered(found, list)]);
        const examples = {
          ...changed.examples,
          reading: NO_READING,
          isReaderOpen: false,
        };
        return { ...changed, examples };
      });
      bytes = null;
    },
    dismissReading() {
      bytes = null;
      show(NO_READING);
      store.setState(({ examples }) => ({
        examples: { ...examples, isReaderOpen: false },
      }));
    },
  };
}
