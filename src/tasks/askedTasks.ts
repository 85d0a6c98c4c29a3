/**
 * Built-in tasks of the kind that people ask for: validators whose rule stands in the description,
 * permissions, hours, and two that read the same sentences for different names. Each follows the rule
 * of a task that no hypernetwork was trained on, with sentences and a description of our own.
 */
import type { Draw } from "./draw";
import { task } from "./task";
import { ADJECTIVES, NAMES, NOUNS, PRODUCTS } from "./words";

export const ASKED_TASKS = [
  task(
    "dev_branch_rule",
    "asked",
    "Answer pass if the branch name is feature/ or fix/ and then only lower-case letters, digits and hyphens, otherwise fail.",
    (draw) => {
      const words = draw.some([...ADJECTIVES, ...NOUNS], draw.number(1, 3));
      const name = words.join("-");
      const kind = draw.one(["feature", "fix"]);
      if (isHalf(draw)) return [`${kind}/${name}`, "pass"];
      const wrong = draw.one([
        `${draw.one(["feat", "hotfix", "release", "docs"])}/${name}`,
        `${kind}/${words.join("_")}_${draw.number(1, 99)}`,
        `${kind}/${name.toUpperCase()}`,
        `${kind}-${name}`,
      ]);
      return [wrong, "fail"];
    },
  ),
  task(
    "dev_ls_to_chmod",
    "asked",
    "Write the chmod command that gives the file of this ls -l line its permissions, like chmod 644 notes.txt.",
    (draw) => {
      const mode = draw.one(["400", "444", "600", "640", "644", "664", "700", "755"]);
      const file = `${draw.one(NOUNS)}${draw.one([".txt", ".sh", ".conf", ".log"])}`;
      const owner = draw.one(["root", "www", "build"]);
      const size = draw.number(100, 9999);
      const date = `${draw.one(["Jan", "Apr", "Aug", "Nov"])} ${draw.number(10, 28)}`;
      const line = `-${permissions(mode)} 1 ${owner} ${owner} ${size} ${date} ${draw.number(10, 23)}:15 ${file}`;
      return [line, `chmod ${mode} ${file}`];
    },
  ),
  task(
    "dev_regex_escape",
    "asked",
    "Put a backslash before every character that is special in a regular expression.",
    (draw) => {
      const [one, two] = draw.some(NOUNS, 2) as [string, string];
      const text = draw.one([
        `${one}.${two}`,
        `${one}(${two})`,
        `${one}[${draw.number(0, 99)}]`,
        `${one} + ${two}`,
        `$${draw.number(1, 99)} for a ${one}`,
        `${one}*${two}?`,
      ]);
      return [text, text.replaceAll(/[$()*+.?[\]]/gu, String.raw`\$&`)];
    },
  ),
  task(
    "guard_badge_code_check",
    "asked",
    "Answer valid if the code is two capital letters, a hyphen and four digits, otherwise invalid.",
    (draw) => {
      const letters = (count: number) =>
        Array.from({ length: count }, () => draw.one([..."ABCDEFGHKLMNPRSTVWXYZ"])).join(
          "",
        );
      const digits = (count: number) =>
        Array.from({ length: count }, () => draw.number(0, 9)).join("");
      if (isHalf(draw)) return [`${letters(2)}-${digits(4)}`, "valid"];
      const wrong = draw.one([
        `${letters(3)}-${digits(4)}`,
        `${letters(2)}-${digits(3)}`,
        `${letters(2).toLowerCase()}-${digits(4)}`,
        `${letters(2)}${digits(4)}`,
        `${digits(4)}-${letters(2)}`,
      ]);
      return [wrong, "invalid"];
    },
  ),
  task(
    "guard_sla_late",
    "asked",
    "Answer met if no more hours were used than allowed, otherwise late and by how many hours, like late 3h.",
    (draw) => {
      const allowed = draw.number(2, 48);
      const over = isHalf(draw) ? draw.number(1, 9) : 0;
      const used = over > 0 ? allowed + over : draw.number(1, allowed);
      const line = draw.one([
        `Allowed ${allowed} hours, used ${used} hours.`,
        `Case ${draw.number(100, 999)}: limit ${allowed} h, done after ${used} h`,
        `It was due within ${allowed} hours and took ${used}.`,
      ]);
      return [line, over > 0 ? `late ${over}h` : "met"];
    },
  ),
  task(
    "biz_gift_rule",
    "asked",
    "Answer accept if the gift is worth at most 50 euros and comes from no bidder, otherwise refuse.",
    (draw) => {
      const isAccepted = isHalf(draw);
      const isFromBidder = !isAccepted && isHalf(draw);
      const worth =
        isAccepted || isFromBidder ? draw.number(5, 50) : draw.number(51, 400);
      const giver = isFromBidder
        ? draw.one(["A bidder in our tender", "A company bidding for the contract"])
        : draw.one(["A customer", "A supplier", "A school", "The neighbouring town"]);
      const gift = `${draw.one(PRODUCTS)} worth ${worth} euros`;
      return [
        `${giver} sent ${/^[aeiou]/u.test(gift) ? "an" : "a"} ${gift}.`,
        isAccepted ? "accept" : "refuse",
      ];
    },
  ),
  task(
    "data_parcel_limit_check",
    "asked",
    "Answer yes if the parcel weighs at most 20 kg and is at most 100 cm long, otherwise no.",
    (draw) => {
      const isWithin = isHalf(draw);
      const isHeavy = !isWithin && isHalf(draw);
      const weight = isHeavy ? draw.number(21, 60) : draw.number(1, 20);
      const length =
        isWithin || isHeavy ? 5 * draw.number(2, 20) : 5 * draw.number(21, 50);
      return [
        `${draw.one(PRODUCTS)}, ${weight} kg, ${length} cm`,
        isWithin ? "yes" : "no",
      ];
    },
  ),
  task(
    "data_table_total_check",
    "asked",
    "Answer yes if the total is the sum of the entries, otherwise no.",
    (draw) => {
      const names = draw.some(NOUNS, 3);
      const numbers = names.map(() => 5 * draw.number(1, 20));
      const isRight = isHalf(draw);
      const total =
        numbers.reduce((a, b) => a + b, 0) +
        (isRight ? 0 : draw.one([-10, -5, 5, 10, 20]));
      const cells = names.map((name, at) => `${name} ${numbers[at]}`);
      return [`${cells.join(" | ")} | total ${total}`, isRight ? "yes" : "no"];
    },
  ),
  task(
    "odd_thing_owner",
    "asked",
    "Name the person that the thing belongs to, or answer none.",
    (draw) => {
      const { sentence, owner } = lentThing(draw);
      return [sentence, owner ?? "none"];
    },
  ),
  task(
    "odd_thing_holder",
    "asked",
    "Name the person who has the thing now, or answer none.",
    (draw) => {
      const { sentence, holder } = lentThing(draw);
      return [sentence, holder ?? "none"];
    },
  ),
];

function isHalf(draw: Draw): boolean {
  return draw.number(0, 1) === 0;
}

/** The nine letters of an octal mode, such as rw-r--r-- of 644. */
function permissions(mode: string): string {
  return [...mode]
    .map((digit) =>
      [..."rwx"].map((letter, at) => (Number(digit) & (4 >> at) ? letter : "-")).join(""),
    )
    .join("");
}

/** A sentence about a thing, who owns it and who has it; null where it does not say. */
function lentThing(draw: Draw): {
  sentence: string;
  owner: string | null;
  holder: string | null;
} {
  const [owner, holder] = draw.some(NAMES, 2) as [string, string];
  const thing = draw.one(NOUNS);
  const both = { owner, holder };
  return draw.one([
    { sentence: `${owner} lent the ${thing} to ${holder}.`, ...both },
    { sentence: `${holder} still has ${owner}'s ${thing}.`, ...both },
    { sentence: `${owner}'s ${thing} stands in ${holder}'s room.`, ...both },
    { sentence: `${owner}'s ${thing} has disappeared.`, owner, holder: null },
    { sentence: `${holder} found a ${thing} in the street.`, owner: null, holder },
  ]);
}
