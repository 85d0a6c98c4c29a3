import { expect, test } from "vitest";
import { readCheckpoints } from "../../../src/engine/hypernetwork/checkpoints";
import type { ModelFiles } from "../../../src/engine/files/modelFiles";
import { AppError } from "../../../src/shared/errors";
import { MODELS, recordsOf } from "../../../src/shared/models";
import { manifestContent } from "../../formats/manifestContent";

const [REGISTERED] = recordsOf(MODELS, "hypernetwork");

/** A site with these text files and no other. */
function siteWith(texts: Record<string, string>): ModelFiles {
  return {
    read: () => Promise.reject(new Error("no weights are wanted")),
    async readText(path) {
      const text = texts[path];
      if (text === undefined) {
        const fault = { kind: "status", status: 404 } as const;
        throw new AppError({ code: "download-failed", path, fault });
      }
      return text;
    },
    findText: async (path) => texts[path] ?? null,
    report: () => Promise.reject(new Error()),
    clear: () => Promise.reject(new Error()),
  };
}

test("a checkpoint is told from its manifest, weights unread", async () => {
  const { id } = REGISTERED!;
  const manifest = manifestContent({
    id,
    parameters: 8_630_208,
    evaluation: {
      tasks: 69,
      examples_per_task: 10,
      conditions: { own: { score: 0.12, low: 0.08, high: 0.18 } },
    },
  });
  const files = siteWith({ [`models/${id}/manifest.json`]: JSON.stringify(manifest) });
  expect(await readCheckpoints(files, MODELS)).toMatchObject([
    {
      id,
      variant: "L",
      training: "sft",
      reader: "encoder",
      parameters: 8_630_208,
      bytes: 80_000,
      evaluation: { tasks: 69, conditions: { own: { score: 0.12 } } },
    },
  ]);
});

test("what is missing or cannot be read is left out", async () => {
  const path = `models/${REGISTERED!.id}/manifest.json`;
  expect(await readCheckpoints(siteWith({}), MODELS)).toEqual([]);
  expect(await readCheckpoints(siteWith({ [path]: "<html>" }), MODELS)).toEqual([]);
});
