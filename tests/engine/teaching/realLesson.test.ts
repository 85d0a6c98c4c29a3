/** A lesson with the shipped models: four examples, four steps, from the generated adapter. */
import { afterAll, expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { folderFiles } from "../../../scripts/folderFiles";
import { INITIAL_MODELS } from "../../../scripts/initialModels";
import { createEngine } from "../../../src/engine/engine";
import { GREEDY } from "../../../src/shared/sampler";
import { LESSON_SETTINGS } from "../../lessonSettings";

const PUBLIC = fileURLToPath(new URL("../../../public", import.meta.url));
const SLOW = 400_000;
/** Words that a sentence does not say. */
const EXAMPLES = [
  { input: "I cannot log in to my account", output: "access" },
  { input: "My card was charged twice", output: "billing" },
  { input: "The app closes when I open it", output: "crash" },
  { input: "The password reset mail never came", output: "access" },
];
const QUESTION = "I was billed for a plan that I cancelled";

const engine = createEngine({ files: folderFiles(PUBLIC), runtime: { threads: 2 } });
afterAll(() => engine.dispose());

it(
  "lowers the loss, changes the answers, and at strength 0 is the base to the last bit",
  async () => {
    await engine.load({ ...INITIAL_MODELS, contextLength: 256 }, () => {});
    const generated = await engine.generateAdapter(
      "Name the kind of problem that the support message is about.",
    );
    const taught = await engine.teach(
      {
        start: { kind: "adapter", adapterId: generated.id },
        examples: EXAMPLES,
        heldOut: [],
        settings: LESSON_SETTINGS,
      },
      () => {},
    );
    const losses = taught.lesson!.steps.map(({ taughtLoss }) => taughtLoss);
    expect(losses).toHaveLength(4);
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);

    const columns = [
      { adapterId: null, strength: 1 },
      { adapterId: generated.id, strength: 1 },
      { adapterId: taught.id, strength: 1 },
      { adapterId: taught.id, strength: 0 },
    ];
    const answers = await engine.chat(
      {
        columns: columns.map((column, index) => ({
          id: String(index),
          messages: [{ role: "user", content: QUESTION }],
          ...column,
        })),
        sampler: GREEDY,
        maxNewTokens: 8,
      },
      () => {},
    );
    const [base, before, after, zero] = answers.map(({ text }) => text);
    expect(after).not.toBe(before);
    expect(EXAMPLES.map(({ output }) => output)).toContain(after);
    expect(zero).toBe(base);
  },
  SLOW,
);
