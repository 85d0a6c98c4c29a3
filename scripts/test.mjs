/**
 * `npm test`: sets up everything, then format, types, lint, all tests and the build.
 * `npm test -- --skip training` leaves the Python tests out; `--only unit` runs one step;
 * `--skip large` leaves out the large base model (491 MB) and the tests that read it.
 * Ends with one line, `N passed, N failed`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureChromium } from "./chromium.mjs";
import { ensureDependencies, ensureModels, ROOT, run, tool, tryModel } from "./setUp.mjs";

const { skip = [], only = [] } = parseArgs({
  options: {
    skip: { type: "string", multiple: true },
    only: { type: "string", multiple: true },
  },
}).values;
const RESULTS = join(ROOT, ".cache", "results");
const VIRTUAL_ENVIRONMENT = join(ROOT, ".venv");

await ensureDependencies();
await ensureModels(["smollm2"]);
const isLargeWanted = !skip.includes("large") && (await tryModel("qwen2.5"));
const large = isLargeWanted ? fetchedLargeModel() : null;
const environment = {
  ...process.env,
  CHROMIUM_PATH: await ensureChromium(),
  LARGE_BASE_MODEL: large ?? "",
};
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const STEPS = [
  check("format", "format:check"),
  check("types", "types"),
  check("lint", "lint"),
  check("build", "build"),
  vitest("unit"),
  vitest("browser"),
  vitest("gpu"),
  vitest("gpuBrowser"),
  vitest("e2e"),
  { name: "training", run: testTraining },
];

for (const name of [...skip, ...only]) {
  if (name === "large" && skip.includes(name)) continue;
  if (STEPS.some((step) => step.name === name)) continue;
  console.error(
    `There is no step "${name}"; there are ${STEPS.map((step) => step.name)}.`,
  );
  process.exit(1);
}

const rows = [];
for (const step of STEPS) {
  if (skip.includes(step.name) || (only.length > 0 && !only.includes(step.name)))
    continue;
  console.log(`\n— ${step.name}`);
  const started = Date.now();
  const counts = await step.run();
  rows.push({
    step: step.name,
    ...counts,
    seconds: Math.round((Date.now() - started) / 1000),
  });
}
console.table(rows);
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const failed = sum("failed");
if (!large) {
  const cause = skip.includes("large") ? "--skip large" : "it could not be fetched";
  console.log(`Left out: the tests that read Qwen2.5-Coder-0.5B (${cause}).`);
}
console.log(`${sum("passed")} passed, ${failed} failed`);
process.exit(failed > 0 || rows.length === 0 ? 1 : 0);

/** The large base model's file where it was fetched, otherwise null. */
function fetchedLargeModel() {
  const id = "qwen2.5-coder-0.5b-instruct-q4_k_m";
  const file = join(ROOT, "public", "models", id, `${id}.gguf`);
  return existsSync(file) ? file : null;
}

/** A script of package.json that passes or fails as a whole. */
function check(name, script) {
  return {
    name,
    run: async () => {
      const code = await run("npm", ["run", "--silent", script]);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

function vitest(project) {
  const report = join(RESULTS, `${project}.json`);
  return {
    name: project,
    run: async () => {
      const reporters = [
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ];
      const code = await run(
        tool("vitest"),
        ["run", "--project", project, ...reporters],
        {
          env: environment,
        },
      );
      if (!existsSync(report)) return { passed: 0, failed: 1 };
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
      // A suite that could not even be collected has no tests, but a failing exit code.
      const failures = numFailedTests || (code === 0 && numPassedTests > 0 ? 0 : 1);
      return { passed: numPassedTests, failed: failures };
    },
  };
}

/** pytest in an environment of its own, made from training/requirements.txt. */
async function testTraining() {
  const python = join(VIRTUAL_ENVIRONMENT, "bin", "python");
  const report = join(RESULTS, "training.xml");
  const requirements = join(ROOT, "training", "requirements.txt");
  if (!existsSync(python)) {
    const made = await run("python3", ["-m", "venv", VIRTUAL_ENVIRONMENT]).catch(() => 1);
    if (made !== 0) {
      rmSync(VIRTUAL_ENVIRONMENT, { recursive: true, force: true });
      return { passed: 0, failed: 1 };
    }
  }
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const code = await run(python, [...install, "-r", requirements]).catch(() => 1);
  if (code !== 0) return { passed: 0, failed: 1 };
  // Threads wait for each other longer than the tiny models of the tests compute.
  const env = { ...process.env, OMP_NUM_THREADS: "1" };
  await run(python, ["-m", "pytest", "-q", "training/tests", `--junitxml=${report}`], {
    env,
  });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const [, errors, failures, skipped, total] = readFileSync(report, "utf8").match(
    /errors="(\d+)" failures="(\d+)" skipped="(\d+)" tests="(\d+)"/,
  );
  const failed = Number(errors) + Number(failures);
  const passed = Number(total) - Number(skipped) - failed;
  return { passed, failed: failed || Number(passed === 0) };
}
