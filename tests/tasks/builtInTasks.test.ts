import { expect, test } from "vitest";
import {
  BUILT_IN_TASKS,
  type BuiltInTaskId,
  taskExamples,
} from "../../src/tasks/builtInTasks";
import { MAXIMUM_MESSAGE_LENGTH } from "../../src/store/limits";

/** Rules read backwards, or worked out in another way, from the input alone. */
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
  dev_branch_rule: (input) =>
    /^(?:feature|fix)\/[a-z0-9-]+$/u.test(input) ? "pass" : "fail",
  dev_ls_to_chmod: (input) => {
    const bits = Array.from(input.slice(1, 10), (letter) => (letter === "-" ? "0" : "1"));
    const mode = Number.parseInt(bits.join(""), 2).toString(8).padStart(3, "0");
    return `chmod ${mode} ${input.split(" ").at(-1)}`;
  },
  dev_regex_escape: (input) =>
    [...input].map((one) => (/[\w\s/-]/u.test(one) ? one : `\\${one}`)).join(""),
  guard_badge_code_check: (input) =>
    /^[A-Z]{2}-\d{4}$/u.test(input) ? "valid" : "invalid",
  guard_sla_late: (input) => {
    const [allowed, used] = input.match(/\d+/gu)!.slice(-2).map(Number);
    return used! > allowed! ? `late ${used! - allowed!}h` : "met";
  },
  biz_gift_rule: (input) =>
    /bid/u.test(input) || Number(/\d+/u.exec(input)![0]) > 50 ? "refuse" : "accept",
  data_parcel_limit_check: (input) => {
    const [weight, length] = input.match(/\d+/gu)!.map(Number);
    return weight! <= 20 && length! <= 100 ? "yes" : "no";
  },
  data_table_total_check: (input) => {
    const [total, ...others] = input.match(/\d+/gu)!.map(Number).reverse();
    return others.reduce((a, b) => a + b, 0) === total ? "yes" : "no";
  },
  odd_thing_owner: (input) => namesOf(input).owner,
  odd_thing_holder: (input) => namesOf(input).holder,
  word_problem_add: (input) => {
    const [first, second] = input.match(/\d+/gu)!.map(Number);
    return String(first! + second!);
  },
};

/** The marks of a sentence about a thing: who owns it and who has it. */
function namesOf(input: string): { owner: string; holder: string } {
  const owner = /^(\w+)'s|^(\w+) lent|has (\w+)'s/u.exec(input)?.slice(1).find(Boolean);
  const holder = /to (\w+)\.|^(\w+) still|in (\w+)'s|^(\w+) found/u
    .exec(input)
    ?.slice(1)
    .find(Boolean);
  return { owner: owner ?? "none", holder: holder ?? "none" };
}

const CHECKED = BUILT_IN_TASKS.map(({ id }) => id).filter((id) => id !== "date_spoken");

test.each(CHECKED)("%s keeps its rule", (id) => {
  const examples = taskExamples(id, 60, 3);
  expect(new Set(examples.map(({ input }) => input)).size).toBe(60);
  for (const { input, expected } of examples) {
    expect(input.length).toBeLessThan(MAXIMUM_MESSAGE_LENGTH);
    expect(expected, input).toBe(RULES[id](input));
  }
});

test("tasks with two answers ask for both", () => {
  for (const id of CHECKED) {
    const counts = new Map<string, number>();
    for (const { expected } of taskExamples(id, 40, 5)) {
      counts.set(expected, (counts.get(expected) ?? 0) + 1);
    }
    if (counts.size > 2) continue;
    expect(Math.min(...counts.values()), id).toBeGreaterThan(10);
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
