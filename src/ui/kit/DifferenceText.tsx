/** A text with the words that another text does not have underlined and in bold. */
import { diffWordsWithSpace } from "diff";

export interface Difference {
  parts: { text: string; differs: boolean }[];
  differingWords: number;
  words: number;
}

/** The parts joined are `text`; what only `base` has is left out. */
export function differenceFrom(base: string, text: string): Difference {
  const parts = diffWordsWithSpace(base, text)
    .filter(({ removed }) => !removed)
    .map(({ value, added }) => ({ text: value, differs: added }));
  const wordsOf = (some: typeof parts) =>
    some.map((part) => part.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0);
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    parts,
    differingWords: sum(wordsOf(parts.filter(({ differs }) => differs))),
    words: sum(wordsOf(parts)),
  };
}

export function DifferenceText({ parts }: Pick<Difference, "parts">) {
  return parts.map(({ text, differs }, index) =>
    differs ? (
      <mark key={index} className="differs">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
