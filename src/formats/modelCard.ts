/** A model card of the adapter on screen: Markdown, in English as such cards are. */
import type {
  AdapterScope,
  AdapterSummary,
  Example,
  ExampleRole,
} from "../shared/adapter";
import { beganAtZero, type Lesson } from "../shared/teaching";
import type { CheckpointInfo, LoadedModels } from "../shared/engine";
import type { BaseModelRecord } from "../shared/models";

export interface ModelCardFacts {
  adapter: AdapterSummary;
  /** With the hypernetwork that made the adapter, if one did. */
  loaded: LoadedModels;
  /** The record of the base model that is loaded. */
  record: Pick<BaseModelRecord, "parameters" | "goodFor" | "licence">;
  strength: number;
  /** Modules and layers that apply; null means all. */
  scope: AdapterScope | null;
  /** The person's list of examples, with the role of each. */
  examples: readonly (Example & { role: ExampleRole })[];
  /** Exact matches among the examples that were kept back from teaching; null where not counted. */
  score: { before: number | null; right: number; total: number } | null;
  /** Link that brings the view back. */
  link: string | null;
  /** Milliseconds since 1970. */
  time: number;
}

/** Format of counts such as "135 million". */
const COUNT = new Intl.NumberFormat("en", {
  notation: "compact",
  compactDisplay: "long",
  maximumSignificantDigits: 3,
});

export function modelCard(facts: ModelCardFacts): string {
  const { adapter, loaded, record, strength, scope, examples, link, time } = facts;
  const { base } = loaded;
  // None wrote it where it was read from files or only taught.
  const hypernetwork = adapter.hypernetworkId === null ? null : loaded.hypernetwork;
  const encoder = hypernetwork && loaded.encoder;
  return [
    `# LoRA adapter for ${base.label}, ${originWords(adapter)}`,
    ...(adapter.description === "" ? [] : [quote(adapter.description)]),
    ...blendWords(adapter),
    `${makerWords(adapter, hypernetwork)}; ${taughtWords(adapter)}`,
    ...(adapter.lesson ? lessonWords(adapter.lesson) : []),
    ...laterBlendWords(adapter),
    "## Facts",
    table([
      ["Base model", `${base.id}, SHA-256 \`${base.sha256}\``],
      ...identityRow("Hypernetwork", hypernetwork),
      ...identityRow("Description encoder", encoder),
      ["Modules", adapter.targetModules.join(", ")],
      ["Rank, alpha", `${adapter.rank}, ${adapter.alpha}${lowerRankWords(adapter)}`],
      ["Numbers", String(adapter.parameters)],
      ["Strength", String(strength)],
      ["Applied to", scopeWords(scope)],
      ["Checksum", `\`${adapter.checksum}\``],
      ["Date", new Date(time).toISOString().slice(0, 10)],
      ["Licence of the base model", record.licence || "not said in its file"],
    ]),
    ...exampleWords(examples),
    "## How good it is",
    ...(hypernetwork ? [evaluationWords(hypernetwork, base)] : []),
    `${scoreWords(facts)} The model has ${COUNT.format(record.parameters)} parameters` +
      (record.goodFor ? `: an adapter teaches it ${record.goodFor.en}.` : "."),
    ...(link === null ? [] : again(link, Boolean(adapter.lesson))),
  ].join("\n\n");
}

/** How the view comes back; a link does not carry what was learnt. */
function again(link: string, isTaught: boolean): string[] {
  const note =
    "The link carries the description, the examples and the settings, not what was " +
    "learnt: there the same lesson can be repeated.";
  return ["## Make it again", `<${link}>`, ...(isTaught ? [note] : [])];
}

function isWithoutWords({ lesson }: AdapterSummary): boolean {
  return Boolean(lesson && beganAtZero(lesson));
}

function identityRow(
  name: string,
  model: { id: string; sha256: string } | null,
): [name: string, value: string][] {
  return model ? [[name, `${model.id}, SHA-256 \`${model.sha256}\``]] : [];
}

/** The beginning of the sentence that says what it was made by. */
function makerWords(
  adapter: AdapterSummary,
  hypernetwork: CheckpointInfo | null,
): string {
  const { imported } = adapter;
  if (imported) {
    const named = imported.baseName
      ? `, whose files name ${imported.baseName} as their base model`
      : ", whose files name no base model";
    return `Trained elsewhere, and read from ${imported.name}${named}`;
  }
  if (isWithoutWords(adapter) || !hypernetwork) {
    return "Begun at zero in the browser (Text-to-LoRA)";
  }
  return `Written by the hypernetwork ${hypernetwork.label} (Text-to-LoRA) in the browser`;
}

function originWords(adapter: AdapterSummary): string {
  if (adapter.imported) {
    return adapter.lesson ? "read from files and taught on examples" : "read from files";
  }
  if (isWithoutWords(adapter)) return "taught on examples";
  return adapter.lesson
    ? "generated from a description and taught on examples"
    : "generated from a description";
}

/** Every lesson, the first one first, and how its losses went. */
function lessonWords(lesson: Lesson): string[] {
  const { before, examples, heldOut, settings, steps, keptStep, heldOutBefore } = lesson;
  const { rate, trained, seed } = settings;
  const [first, last] = [steps[0], steps.find(({ step }) => step === keptStep)];
  const losses =
    first && last
      ? [
          `Loss (nats a token) of the taught examples before the first step ` +
            `${first.taughtLoss.toFixed(2)}, before the last ${last.taughtLoss.toFixed(2)}`,
          ...(heldOutBefore !== null && last.heldOutLoss !== null
            ? [
                `of the ${heldOut.length} kept back ${heldOutBefore.toFixed(2)} at first, ` +
                  `${last.heldOutLoss.toFixed(2)} after the last`,
              ]
            : []),
        ]
      : [];
  const stopped = keptStep < steps.length ? ` (the best of ${steps.length})` : "";
  return [
    ...(before ? lessonWords(before) : []),
    `Lesson: ${counted(examples.length, "example")}, ${counted(keptStep, "step")}${stopped} ` +
      `of AdamW at ${rate}, ` +
      `${trained} taught, seed ${seed}.${losses.length > 0 ? ` ${losses.join("; ")}.` : ""}`,
  ];
}

function scoreWords({ score }: ModelCardFacts): string {
  if (!score) return "This adapter itself has not been measured.";
  const { before, right, total } = score;
  return (
    `Of the ${total} examples that were kept back from teaching, this adapter answers ` +
    `${right} right (exact match, greedy)` +
    (before === null ? "." : `; before its last lesson, ${before}.`)
  );
}

function taughtWords({ taughtOn, imported }: AdapterSummary): string {
  const count = taughtOn?.length ?? 0;
  const none = imported
    ? "not taught further here."
    : "no training on examples of this task.";
  return count === 0 ? none : `then taught on ${counted(count, "example")} of this task.`;
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}

/** Examples that the card shows; of more it gives the number. */
const MOST_SHOWN = 50;

function exampleWords(examples: ModelCardFacts["examples"]): string[] {
  if (examples.length === 0) return [];
  const checked = examples.filter(({ role }) => role === "check").length;
  const lines = examples
    .slice(0, MOST_SHOWN)
    .map(({ input, expected, role }) => JSON.stringify({ input, expected, role }));
  const shown = examples.length > MOST_SHOWN ? ` The first ${MOST_SHOWN} of them:` : "";
  return [
    "## Examples of the task",
    `${examples.length} given with the description: ${examples.length - checked} to teach ` +
      `it on, ${checked} kept back for checking.${shown}`,
    fenced(lines.join("\n")),
  ];
}

/** Whatever the person wrote stays inside the fence. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}

function lowerRankWords({ lowerRanks }: AdapterSummary): string {
  const words = lowerRanks.map(({ module, rank }) => `${module} ${rank}`);
  return words.length === 0 ? "" : ` (rank of ${words.join(", ")})`;
}

function blendWords({ blend }: AdapterSummary): string[] {
  if (!blend) return [];
  const share = `${Math.round(100 * blend.position)} %`;
  return [`Blended (${share}, by ${blend.space}) with:`, quote(blend.description)];
}

function laterBlendWords({ blendedWith = [] }: AdapterSummary): string[] {
  return blendedWith.flatMap(({ description, position }) => [
    `Mixed with the adapter of another description, by weights (${Math.round(100 * position)} %):`,
    quote(description),
  ]);
}

function scopeWords(scope: AdapterScope | null): string {
  if (!scope) return "all modules and layers";
  const { modules, firstLayer, lastLayer } = scope;
  return `${modules.join(", ") || "nothing"}, layers ${firstLayer} to ${lastLayer}`;
}

function evaluationWords(
  { evaluation, label }: CheckpointInfo,
  base: LoadedModels["base"],
): string {
  const own = evaluation?.conditions["own"];
  if (!evaluation || !own) return `${label} has not been measured on unseen tasks.`;
  const alone = evaluation.conditions["base"];
  const beside = alone ? `; ${base.label} alone scores ${percent(alone.score)}` : "";
  return (
    `Over ${evaluation.tasks} tasks that ${label} never saw, adapters from their ` +
    `descriptions score ${percent(own.score)} ` +
    `(95 % interval ${percent(own.low)} to ${percent(own.high)})${beside}.`
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The text as one quotation, whatever the person wrote. */
function quote(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function table(rows: readonly [name: string, value: string][]): string {
  return ["| | |", "| --- | --- |", ...rows.map((row) => `| ${row.join(" | ")} |`)].join(
    "\n",
  );
}
