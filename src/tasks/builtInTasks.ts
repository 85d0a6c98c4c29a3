/**
 * Tasks to check adapters with, made by rule from a seed: no example comes from anyone's data.
 * Each follows the rule of a task that no hypernetwork was trained on (its id is that task's
 * name), with words and a description of our own.
 */
import { randomStream } from "../shared/random";
import { ASKED_TASKS } from "./askedTasks";
import { address, drawFrom, json, record } from "./draw";
import { type BuiltInTask, task, type TaskExample } from "./task";
import {
  ADJECTIVES,
  DAYS,
  MONTHS,
  NAMES,
  NOUNS,
  ORDINALS,
  ORGANISATION_WORDS,
  PRODUCTS,
} from "./words";

export type BuiltInTaskId = (typeof BUILT_IN_TASKS)[number]["id"];

export const BUILT_IN_TASKS = [
  task(
    "acronym",
    "string-ops",
    "Write the acronym of the name in capital letters.",
    (draw) => {
      const words = draw.some(ORGANISATION_WORDS, draw.number(3, 4));
      return [words.join(" "), words.map((word) => word[0]).join("")];
    },
  ),
  task(
    "spell_with_hyphens",
    "string-ops",
    "Spell the word in capital letters with a hyphen between the letters.",
    (draw) => {
      const word = draw.one([...NOUNS, ...ADJECTIVES]);
      return [word, [...word.toUpperCase()].join("-")];
    },
  ),
  task("pig_latin", "string-ops", "Say the word in Pig Latin.", (draw) => {
    const word = draw.one([...NOUNS, ...ADJECTIVES]);
    return [word, pigLatin(word)];
  }),
  task("camel_case", "format", "Write the words in camelCase.", (draw) => {
    const words = [...draw.some(ADJECTIVES, draw.number(1, 2)), draw.one(NOUNS)];
    return [
      words.join(" "),
      words.map((word, at) => (at ? capital(word) : word)).join(""),
    ];
  }),
  task(
    "camel_to_words",
    "format",
    "Split the camelCase name into lower-case words.",
    (draw) => {
      const words = draw.some(NOUNS, draw.number(2, 3));
      return [
        words.map((word, at) => (at ? capital(word) : word)).join(""),
        words.join(" "),
      ];
    },
  ),
  task("date_spoken", "format", "Write the date the way it is spoken.", (draw) => {
    const month = draw.one(MONTHS);
    const day = draw.number(1, 28);
    return [`${month} ${day}`, `${month} ${ORDINALS[day - 1]}`];
  }),
  task("time_24_to_12", "format", "Write the time with AM or PM.", (draw) => {
    const hour = draw.number(0, 23);
    const minute = String(draw.number(0, 59)).padStart(2, "0");
    const half = hour < 12 ? "AM" : "PM";
    return [
      `${String(hour).padStart(2, "0")}:${minute}`,
      `${hour % 12 || 12}:${minute} ${half}`,
    ];
  }),
  task("keyvalue_to_json", "format", "Turn the lines into one JSON object.", (draw) => {
    const entries = record(draw);
    return [entries.map(([key, value]) => `${key}: ${value}`).join("\n"), json(entries)];
  }),
  task("record_json_to_yaml", "format", "Rewrite the JSON record as YAML.", (draw) => {
    const entries = record(draw);
    const lines = entries.map(([key, value]) => `- ${key}: ${value}`);
    return [`{"person": ${json(entries)}}`, ["person:", ...lines].join("\n")];
  }),
  task("mask_email", "format", "Replace the e-mail address by [EMAIL].", (draw) => {
    const sentence = draw.one([
      (address: string) => `Please write to ${address} before ${draw.one(DAYS)}.`,
      (address: string) => `${draw.one(NAMES)} can be reached at ${address} now.`,
      (address: string) => `Send the ${draw.one(NOUNS)} to ${address} today.`,
    ]);
    const text = sentence("@");
    return [text.replace("@", address(draw)), text.replace("@", "[EMAIL]")];
  }),
  task(
    "email_domain",
    "extraction",
    "Give the part of the e-mail address after the @.",
    (draw) => {
      const full = address(draw);
      return [full, full.slice(full.indexOf("@") + 1)];
    },
  ),
  task("date_to_year_only", "extraction", "Give only the year of the date.", (draw) => {
    const year = draw.number(1950, 2029);
    const month = draw.number(1, 12);
    const day = draw.number(1, 28);
    const two = (value: number) => String(value).padStart(2, "0");
    const written = draw.one([
      `${two(day)}/${two(month)}/${year}`,
      `${year}-${two(month)}-${two(day)}`,
      `${MONTHS[month - 1]} ${day}, ${year}`,
      `${day} ${MONTHS[month - 1]!.slice(0, 3)} ${year}`,
    ]);
    return [written, String(year)];
  }),
  task(
    "extract_product",
    "extraction",
    "Name the product the customer writes about.",
    (draw) => {
      const product = draw.one(PRODUCTS);
      const message = draw.one([
        `The ${product} I ordered on ${draw.one(DAYS)} has not arrived yet.`,
        `I want to send my ${product} back because it makes a strange noise.`,
        `${draw.one(NAMES)} told me that the ${product} is on sale this week.`,
        `My new ${product} stopped working after two days.`,
      ]);
      return [message, product];
    },
  ),
  task(
    "json_get_value",
    "extraction",
    "Give the value of the key in the JSON object.",
    (draw) => {
      const entries = record(draw);
      const [key, value] = draw.one(entries);
      return [`${key} | ${json(entries)}`, String(value)];
    },
  ),
  task(
    "json_values",
    "extraction",
    "List the values of the JSON object, with commas.",
    (draw) => {
      const entries = record(draw);
      return [json(entries), entries.map(([, value]) => value).join(", ")];
    },
  ),
  task(
    "list_every_other",
    "list-ops",
    "Keep every second word of the list, from the first on.",
    (draw) => {
      const words = draw.some(NOUNS, draw.number(3, 6));
      return [words.join(", "), words.filter((_, at) => at % 2 === 0).join(", ")];
    },
  ),
  task("list_common_item", "list-ops", "Which word is in both lists?", (draw) => {
    const [shared, ...others] = draw.some(NOUNS, 5);
    const left = draw.some([shared!, others[0]!, others[1]!], 3);
    const right = draw.some([shared!, others[2]!, others[3]!], 3);
    return [`${left.join(", ")} / ${right.join(", ")}`, shared!];
  }),
  task(
    "minutes_to_hours",
    "math",
    "Write the minutes as hours and minutes, like 2 h 5 min.",
    (draw) => {
      const minutes = draw.number(61, 360);
      return [`${minutes} minutes`, `${Math.floor(minutes / 60)} h ${minutes % 60} min`];
    },
  ),
  task(
    "number_sequence_next",
    "math",
    "Give the next number of the sequence.",
    (draw) => {
      const start = draw.number(1, 60);
      const step = draw.number(1, 12);
      const numbers = [0, 1, 2, 3].map((at) => start + at * step);
      return [numbers.join(", "), String(start + 4 * step)];
    },
  ),
  task(
    "round_decimal",
    "math",
    "Round the number to the nearest whole number.",
    (draw) => {
      const tenths = draw.number(10, 999);
      return [(tenths / 10).toFixed(1), String(Math.floor((tenths + 5) / 10))];
    },
  ),
  task(
    "word_problem_add",
    "math",
    "Answer the addition story with the number.",
    (draw) => {
      const name = draw.one(NAMES);
      const thing = `${draw.one(NOUNS.filter((noun) => !/(f|s|x|ch|sh)$/u.test(noun)))}s`;
      const [first, second] = [draw.number(2, 25), draw.number(2, 25)];
      const story = draw.one([
        `${name} finds ${first} ${thing} in the morning and ${second} ${thing} in the evening. How many ${thing} did ${name} find?`,
        `There are ${first} ${thing} in the room. ${name} brings ${second} more. How many ${thing} are there?`,
      ]);
      return [story, String(first + second)];
    },
  ),
  ...ASKED_TASKS,
];

/** `count` examples with different inputs; the same seed gives the same ones. */
export function taskExamples(
  id: BuiltInTaskId,
  count: number,
  seed: number,
): TaskExample[] {
  const draw = drawFrom(randomStream(seed));
  const { example } = builtInTask(id);
  const expectedOf = new Map<string, string>();
  while (expectedOf.size < count) expectedOf.set(...example(draw));
  return [...expectedOf].map(([input, expected]) => ({ input, expected }));
}

export function builtInTask(id: BuiltInTaskId): BuiltInTask<BuiltInTaskId> {
  return BUILT_IN_TASKS.find((known) => known.id === id)!;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** Opening consonants, "qu" among them, move to the end before "ay"; a vowel gets "way". */
function pigLatin(word: string): string {
  const [, opening, rest] = /^((?:qu|[^aeiou])*)(.*)$/u.exec(word)!;
  return opening === "" ? `${word}way` : `${rest}${opening}ay`;
}
