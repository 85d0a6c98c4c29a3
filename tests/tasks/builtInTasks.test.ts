import { expect, test } from "vitest";
import {
  BUILT_IN_TASKS,
  type BuiltInTaskId,
  taskExamples,
} from "../../src/tasks/builtInTasks";
import { MAXIMUM_MESSAGE_LENGTH } from "../../src/store/limits";

/** Each rule read backwards, or worked out in another way, from the input alone. */
const RULES: Record<Exclude<BuiltInTaskId, "date_spoken">, (input: string) => string> = {
  acronym: (input) => input.replace(/[^A-Z]/gu, ""),
  spell_with_hyphens: (input) => input.toUpperCase().replace(/(?!^|$)/gu, "-"),
  pig_latin: (input) => {
    const at = input.startsWith("qu") ? 2 : input.search(/[aeiou]/u);
    return at === 0 ? `${input}way` : `${input.slice(at)}${input.slice(0, at)}ay`;
  },
  camel_case: (input) => input.replace(/ ./gu, (pair) => pair[1]!.toUpperCase()),
  camel_to_words: (input) =>
    input.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`),
  time_24_to_12: (input) =>
    new Date(`2000-01-01T${input}:00`)
      .toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })
      .replace(/\s/gu, " "),
  keyvalue_to_json: (input) => {
    const fields = input.split("\n").map((line) => {
      const [key, value] = line.split(": ");
      return `"${key}": ${/^\d+$/u.test(value!) ? value : `"${value}"`}`;
    });
    return `{${fields.join(", ")}}`;
  },
  record_json_to_yaml: (input) => {
    const { person } = JSON.parse(input) as { person: object };
    return `person:${Object.entries(person)
      .map(([key, value]) => `\n- ${key}: ${value}`)
      .join("")}`;
  },
  mask_email: (input) => input.replace(/\S+@\S+/u, "[EMAIL]"),
  email_domain: (input) => input.split("@")[1]!,
  date_to_year_only: (input) => /\d{4}/u.exec(input)![0],
  extract_product: (input) =>
    /(?:The|the|my|My new) (.+?)(?: (?:I ordered|back|is on|stopped))/u.exec(input)![1]!,
  json_get_value: (input) => {
    const [key, object] = input.split(" | ");
    return String((JSON.parse(object!) as Record<string, unknown>)[key!]);
  },
  json_values: (input) => Object.values(JSON.parse(input) as object).join(", "),
  list_every_other: (input) =>
    input
      .split(/, /u)
      .filter((_, at) => !(at & 1))
      .join(", "),
  list_common_item: (input) => {
    const [left, right] = input.split(" / ").map((list) => list.split(", "));
    return left!.find((word) => right!.includes(word))!;
  },
  minutes_to_hours: (input) => {
    const minutes = Number.parseInt(input, 10);
    return `${(minutes - (minutes % 60)) / 60} h ${minutes % 60} min`;
  },
  number_sequence_next: (input) => {
    const numbers = input.split(", ").map(Number);
    return String(2 * numbers[3]! - numbers[2]!);
  },
  round_decimal: (input) => String(Math.round(Number(input))),
  word_problem_add: (input) => {
    const [first, second] = input.match(/\d+/gu)!.map(Number);
    return String(first! + second!);
  },
};

const CHECKED = BUILT_IN_TASKS.map(({ id }) => id).filter((id) => id !== "date_spoken");

test.each(CHECKED)("%s keeps its rule", (id) => {
  const examples = taskExamples(id, 60, 3);
  expect(new Set(examples.map(({ input }) => input)).size).toBe(60);
  for (const { input, expected } of examples) {
    expect(input.length).toBeLessThan(MAXIMUM_MESSAGE_LENGTH);
    expect(expected, input).toBe(RULES[id](input));
  }
});

test("the same seed gives the same examples and another gives others", () => {
  expect(taskExamples("acronym", 20, 1)).toEqual(taskExamples("acronym", 20, 1));
  expect(taskExamples("acronym", 20, 1)).not.toEqual(taskExamples("acronym", 20, 2));
});

test("a spoken date has the ordinal of its day", () => {
  const examples = taskExamples("date_spoken", 250, 1);
  for (const [day, ordinal] of Object.entries({
    3: "third",
    12: "twelfth",
    21: "twenty-first",
  })) {
    const spoken = examples.filter(({ input }) => input.endsWith(` ${day}`));
    expect(spoken.length).toBeGreaterThan(0);
    for (const { input, expected } of spoken) {
      expect(expected).toBe(input.replace(day, ordinal));
    }
  }
});
