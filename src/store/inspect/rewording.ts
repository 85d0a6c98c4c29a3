/** Rewords an English description without a model: the same task, other words around it. */

/** Verbs that start a description, and others that ask for the same. */
const VERBS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^(turn|convert|change|transform)\b/iu, "convert"],
  [/^(convert|transform)\b/iu, "turn"],
  [/^(find|extract|pick out)\b/iu, "extract"],
  [/^(extract|name|identify)\b/iu, "find"],
  [/^(say|tell)\b/iu, "state"],
  [/^(write|give|return|output)\b/iu, "give"],
  [/^(give|state)\b/iu, "write"],
];

/** Three to five rewordings, none equal to the description. */
export function rewordings(description: string): string[] {
  const text = description.trim().replace(/[.!?]+$/u, "");
  const inner = text.charAt(0).toLowerCase() + text.slice(1);
  const found = [
    `Please ${inner}.`,
    `Your task: ${inner}.`,
    `For each message, ${inner}.`,
    ...VERBS.flatMap(([pattern, instead]) => {
      const other = text.replace(pattern, instead);
      return `${other.charAt(0).toUpperCase()}${other.slice(1)}.`;
    }),
  ];
  const own = `${text}.`.toLowerCase();
  return [...new Set(found)].filter((other) => other.toLowerCase() !== own).slice(0, 5);
}
