/** What the built-in tasks draw at random: numbers, words, records of persons, addresses. */
import { NAMES, NOUNS, RECORD_VALUES, SURNAMES } from "./words";

/** Everything random about an example. */
export interface Draw {
  /** Whole, both ends included. */
  number(low: number, high: number): number;
  one<T>(items: readonly T[]): T;
  /** Different ones, in random order. */
  some<T>(items: readonly T[], count: number): T[];
}

/** From uniform numbers in [0, 1). */
export function drawFrom(random: () => number): Draw {
  const number = (low: number, high: number) =>
    low + Math.floor(random() * (high - low + 1));
  return {
    number,
    one: (items) => items[number(0, items.length - 1)]!,
    some(items, count) {
      const left = [...items];
      return Array.from({ length: count }, () =>
        left.splice(number(0, left.length - 1), 1),
      ).flat();
    },
  };
}

type Entry = [key: string, value: string | number];

/** Two to four facts about a person; age is the one number. */
export function record(draw: Draw): Entry[] {
  const keys = draw.some([...Object.keys(RECORD_VALUES), "age"], draw.number(2, 4));
  return keys.map((key) => [
    key,
    key === "age" ? draw.number(5, 90) : draw.one(RECORD_VALUES[key]!),
  ]);
}

/** One line with a space after each colon and comma. */
export function json(entries: readonly Entry[]): string {
  const fields = entries.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  return `{${fields.join(", ")}}`;
}

export function address(draw: Draw): string {
  const name = draw.one(NAMES).toLowerCase();
  const user = draw.one([
    name,
    `${name}.${draw.one(SURNAMES).toLowerCase()}`,
    `${name}${draw.number(1, 99)}`,
  ]);
  return `${user}@${draw.one(NOUNS)}.${draw.one(["com", "net", "org"])}`;
}
