/** Which examples are taught and which are kept back, and which repeat or contradict others. */
import type { Example, ExampleRole } from "../../shared/adapter";
import { completeExamples } from "./list";
import type { ListedExample } from "./state";

/** Up to this many examples, all are taught. */
export const MOST_TAUGHT_ALL = 7;
/** Share of a longer list that is kept back for checking. */
const CHECKED_SHARE = 1 / 3;

/**
 * The role of every complete example, by id. Up to seven are all taught; of more, a third is kept
 * back, drawn by content so that everybody draws the same. Examples of one input stay together:
 * one that is taught would give away the other. A role that the person chose stands.
 */
export function rolesOf(
  list: readonly ListedExample[],
): ReadonlyMap<number, ExampleRole> {
  const known = KNOWN_ROLES.get(list) ?? drawRoles(list);
  KNOWN_ROLES.set(list, known);
  return known;
}

/** Lists never change in place, and every part of the page asks for the roles. */
const KNOWN_ROLES = new WeakMap<
  readonly ListedExample[],
  ReadonlyMap<number, ExampleRole>
>();

function drawRoles(list: readonly ListedExample[]): Map<number, ExampleRole> {
  const examples = completeExamples(list);
  const toCheck = examples.length > MOST_TAUGHT_ALL ? drawn(examples) : new Set<string>();
  return new Map(
    examples.map(({ id, role, input }) => [
      id,
      role ?? (toCheck.has(input) ? "check" : "teach"),
    ]),
  );
}

/** The inputs of about a third of the examples. */
function drawn(examples: readonly Example[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { input } of examples) counts.set(input, (counts.get(input) ?? 0) + 1);
  const most = Math.floor(examples.length * CHECKED_SHARE);
  const inputs = new Set<string>();
  let count = 0;
  for (const input of [...counts.keys()].sort(byDigest)) {
    if (count + counts.get(input)! > most) continue;
    inputs.add(input);
    count += counts.get(input)!;
  }
  return inputs;
}

function byDigest(left: string, right: string): number {
  return digest(left) - digest(right) || (left < right ? -1 : 1);
}

/** FNV-1a over UTF-16 code units, its bits mixed once more (the end of MurmurHash3). */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The complete examples of one role. */
export function examplesOfRole(
  list: readonly ListedExample[],
  role: ExampleRole,
): ListedExample[] {
  const roles = rolesOf(list);
  return completeExamples(list).filter(({ id }) => roles.get(id) === role);
}

/** The examples that say the same twice, and those that want two answers to one input, by id. */
export function repeatsOf(
  list: readonly ListedExample[],
): Map<number, "duplicate" | "contradiction"> {
  const byInput = new Map<string, ListedExample[]>();
  for (const example of completeExamples(list)) {
    byInput.set(example.input, [...(byInput.get(example.input) ?? []), example]);
  }
  const repeats = new Map<number, "duplicate" | "contradiction">();
  for (const same of byInput.values()) {
    const isOneAnswer = same.every(({ expected }) => expected === same[0]!.expected);
    // The first of equal ones is no repeat.
    for (const { id } of isOneAnswer ? same.slice(1) : same) {
      repeats.set(id, isOneAnswer ? "duplicate" : "contradiction");
    }
  }
  return repeats;
}
