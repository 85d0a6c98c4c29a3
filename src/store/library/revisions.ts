/** One entry of two: what two tabs, two visits or a file and the page made of the same one. */
import { MOST_EXAMPLES, MOST_KEPT_TURNS } from "../limits";
import { exampleTexts, missingExamples } from "../examples/list";
import type { KeptExample } from "../examples/state";
import type { KeptTurn, LibraryEntry } from "./entry";

/** One entry of two for the same adapter: what changed last, all that was asked and shown, any pin. */
export function mergeEntries(left: LibraryEntry, right: LibraryEntry): LibraryEntry {
  const [older, newer] =
    left.changedAt <= right.changedAt ? [left, right] : [right, left];
  const score = newer.adapter.score ?? older.adapter.score;
  return {
    ...newer,
    adapter: { ...newer.adapter, ...(score && { score }) },
    name: newer.name || older.name,
    isPinned: newer.isPinned || older.isPinned,
    createdAt: Math.min(left.createdAt, right.createdAt),
    examples: joinedExamples(older.examples, newer.examples),
    turns: joinedTurns(older.turns, newer.turns),
  };
}

/**
 * `stored` with what was changed from `base` to `mine`; what another tab added to it or took from it
 * since `base` stays so. Without a base nothing is known to be taken away.
 */
export function rebased(
  base: LibraryEntry | null,
  stored: LibraryEntry,
  mine: LibraryEntry,
): LibraryEntry {
  if (!base) return mergeEntries(stored, mine);
  const before: Record<string, unknown> = { ...base };
  const changes = Object.entries(mine).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  );
  return {
    ...stored,
    ...(Object.fromEntries(changes) as Partial<LibraryEntry>),
    createdAt: Math.min(stored.createdAt, mine.createdAt),
    changedAt: Math.max(stored.changedAt, mine.changedAt),
    examples: changedExamples(stored.examples, base.examples, mine.examples),
    turns: changedTurns(stored.turns, base.turns, mine.turns),
  };
}

/** `earlier` and what is not among them of `later`. */
export function joinedTurns(
  earlier: readonly KeptTurn[],
  later: readonly KeptTurn[],
): KeptTurn[] {
  const joined = [...earlier, ...without(later, earlier, turnWords)];
  return joined.slice(-MOST_KEPT_TURNS);
}

/** As of turns, with the later roles; of more than a list holds the first are kept. */
export function joinedExamples(
  earlier: readonly KeptExample[],
  later: readonly KeptExample[],
): KeptExample[] {
  const again = new Map(later.map((example) => [exampleTexts(example), example]));
  const joined = [
    ...earlier.map((example) => again.get(exampleTexts(example)) ?? example),
    ...missingExamples(later, earlier),
  ];
  return joined.slice(0, MOST_EXAMPLES);
}

/** `turns`, of which `before` are a part, once that part has become `after`. */
export function changedTurns(
  turns: readonly KeptTurn[],
  before: readonly KeptTurn[],
  after: readonly KeptTurn[],
): KeptTurn[] {
  const part = before.slice(-MOST_KEPT_TURNS);
  return withChange(turns, part, after, turnWords).slice(-MOST_KEPT_TURNS);
}

/** As of turns; of more than a list holds the first are kept. */
export function changedExamples(
  examples: readonly KeptExample[],
  before: readonly KeptExample[],
  after: readonly KeptExample[],
): KeptExample[] {
  return withChange(examples, before, after, exampleWords).slice(0, MOST_EXAMPLES);
}

/** The members of `list` that are not among `others`, each of which counts once, from the end. */
export function without<Member>(
  list: readonly Member[],
  others: readonly Member[],
  wordsOf: (member: Member) => string,
): Member[] {
  const left = new Map<string, number>();
  for (const other of others) {
    const words = wordsOf(other);
    left.set(words, (left.get(words) ?? 0) + 1);
  }
  return list
    .toReversed()
    .filter((member) => {
      const words = wordsOf(member);
      const count = left.get(words) ?? 0;
      if (count > 0) left.set(words, count - 1);
      return count === 0;
    })
    .toReversed();
}

function withChange<Member>(
  list: readonly Member[],
  before: readonly Member[],
  after: readonly Member[],
  wordsOf: (member: Member) => string,
): readonly Member[] {
  const start = list.length - before.length;
  const isEnd =
    start >= 0 &&
    before.every((member, index) => wordsOf(member) === wordsOf(list[start + index]!));
  // In one piece, so that what was put back between others stands there again.
  if (isEnd) return [...list.slice(0, start), ...after];
  const taken = without(before, after, wordsOf);
  const added = without(after, before, wordsOf);
  return [...without(list, taken, wordsOf), ...added];
}

/** Text that tells a turn from others: the message and the answers' texts. */
export function turnWords({ message, answers }: KeptTurn): string {
  return JSON.stringify([message, ...answers.map(({ text }) => text)]);
}

function exampleWords({ input, expected, role }: KeptExample): string {
  return JSON.stringify([input, expected, role]);
}
