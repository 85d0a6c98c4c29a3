/** Adapters in PEFT, the newest and one two years old, and in ONNX Runtime. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { readGguf } from "../../src/formats/gguf";
import { unzip } from "../../src/formats/lora/archive";
import { floatTensor, readSafetensors } from "../../src/formats/safetensors";
import { baseModelPath, hasLargeBaseModel, LARGE_BASE_MODEL_ID } from "../engine/golden";
import { INTEROP, openPage, ROOT } from "./page";

const DESCRIPTION = "Return only the first letter of each word";
const FILES = join(INTEROP, "files");
const PAGE = join(FILES, "page");
/** The same after a lesson with four examples. */
const TAUGHT = join(FILES, "taught");
const BASE = join(FILES, "base");
/** A second thread would spin where other programs need the processor. */
const ENVIRONMENT = { ...process.env, OMP_NUM_THREADS: "1" };

beforeAll(async () => {
  mkdirSync(FILES, { recursive: true });
  const pairs = join(FILES, "pairs.csv");
  writeFileSync(pairs, "red apple,ra\ngood old times,got\nblue sky,bs\nno way out,nwo\n");
  await writeAdapter(PAGE);
  await writeAdapter(TAUGHT, "--examples", pairs);
  execFileSync(python("peft-new"), ["-m", "training.commands.export_base", BASE], {
    cwd: ROOT,
  });
});

/** What the page hands out, unpacked, beside its logits. */
async function writeAdapter(out: string, ...options: string[]): Promise<void> {
  mkdirSync(join(out, "adapter"), { recursive: true });
  const script = ["--import", "tsx", "--import", "./scripts/nodeRuntime.mjs"];
  script.push("scripts/writeAdapter.ts", "--out", out, "--description", DESCRIPTION);
  execFileSync(process.execPath, [...script, ...options], { cwd: ROOT });
  const zip = new Uint8Array(readFileSync(join(out, "adapter.zip")));
  for (const { name, bytes } of await unzip(zip, () => true)) {
    writeFileSync(join(out, "adapter", name), bytes);
  }
}

it.each([
  ["peft-new", "generated", PAGE],
  ["peft-0.13", "generated", PAGE],
  ["peft-new", "taught", TAUGHT],
  ["peft-0.13", "taught", TAUGHT],
])("%s gives the page's logits with a %s adapter", (environment, _, page) => {
  expectPageLogits(environment, BASE, page);
});

it.runIf(hasLargeBaseModel)(
  "peft-new gives the page's logits on Qwen2.5-Coder's own file, whose weights are scaled",
  async () => {
    const page = join(FILES, "large");
    await writeAdapter(page, "--base", LARGE_BASE_MODEL_ID);
    const file = join(ROOT, "public/models", baseModelPath(LARGE_BASE_MODEL_ID));
    expectPageLogits("peft-new", dirname(file), page, basename(file));
  },
);

/** `options` are those of checkPeft.py. */
function expectPageLogits(environment: string, ...options: string[]): void {
  const script = join(ROOT, "tests/interop/checkPeft.py");
  const output = execFileSync(python(environment), [script, ...options], {
    env: ENVIRONMENT,
  }).toString();
  const report = JSON.parse(output.trim().split("\n").at(-1)!) as Report;
  console.log(report);
  expect(report.effect).toBeGreaterThan(0.1);
  expect(report.difference).toBeLessThan(1e-3);
}

interface Report {
  peft: string;
  transformers: string;
  difference: number;
  effect: number;
}

const CONVERTER = join(INTEROP, "llama.cpp/llama.cpp/convert_lora_to_gguf.py");
it.runIf(existsSync(CONVERTER))(
  "llama.cpp's converter makes of the PEFT folder what the page writes",
  async () => {
    const out = join(FILES, "converted.gguf");
    // As the README has it, with the base's configuration from this machine instead of the hub.
    const how = ["--outfile", out, ".", "--base", BASE];
    execFileSync(python("peft-new"), [CONVERTER, ...how], { cwd: join(PAGE, "adapter") });
    const page = await openPage(DESCRIPTION);
    const { bytes } = await page.export("gguf");
    await page.dispose();
    const [file] = await unzip(bytes, (name) => name.endsWith(".gguf"));
    const own = readGguf(file!.bytes);
    const theirs = readGguf(new Uint8Array(readFileSync(out)));
    expect(theirs.metadata.get("adapter.lora.alpha")).toBe(
      own.metadata.get("adapter.lora.alpha"),
    );
    expect([...theirs.tensors.keys()].sort()).toEqual([...own.tensors.keys()].sort());
    for (const [name, tensor] of own.tensors) {
      const isEqual = Buffer.compare(tensor.bytes, theirs.tensors.get(name)!.bytes) === 0;
      expect(isEqual, name).toBe(true);
    }
  },
);

it("ONNX Runtime reads every tensor of an .onnx_adapter as the page wrote it", async () => {
  const page = await openPage(DESCRIPTION);
  const { bytes } = await page.export("onnx");
  const files = await unzip(bytes, () => true);
  const file = files.find(({ name }) => name.endsWith(".onnx_adapter"));
  const readme = files.find(({ name }) => name === "README.md");
  const written = join(FILES, "adapter.onnx_adapter");
  const read = join(FILES, "read.safetensors");
  writeFileSync(written, file!.bytes);
  const script = join(ROOT, "tests/interop/readOnnxAdapter.py");
  execFileSync(python("peft-new"), [script, written, read]);
  const tensors = readSafetensors(new Uint8Array(readFileSync(read)));
  const { modules, alpha, rank } = page.portable;
  const printed = /```python\n([^]*?)```/u.exec(new TextDecoder().decode(readme!.bytes))!;
  const output = execFileSync(python("peft-new"), ["-c", printed[1]!], { cwd: FILES });
  expect(output.toString().trimEnd().split("\n")).toHaveLength(2 * modules.length);
  await page.dispose();
  expect(tensors.size).toBe(2 * modules.length);
  const scaling = alpha / Math.sqrt(rank);
  for (const { module, layer, rank: own, in: size, out, A, B } of modules) {
    const block = /gate|up|down/u.test(module) ? "mlp" : "attn";
    const name = `model.layers.${layer}.${block}.${module}`;
    const a = floatTensor(tensors, `${name}.lora_A.MatMul.weight`, [size, own]);
    const b = floatTensor(tensors, `${name}.lora_B.MatMul.weight`, [own, out]);
    const isEqual =
      a.every((value, at) => value === A[(at % own) * size + Math.floor(at / own)]) &&
      b.every((value, at) => {
        const source = B[(at % out) * own + Math.floor(at / out)]!;
        return value === Math.fround(scaling * source);
      });
    expect(isEqual, name).toBe(true);
  }
});

it("adapters that peft trained give its logits here", async () => {
  const out = join(FILES, "trained");
  const script = join(ROOT, "tests/interop/makePeft.py");
  execFileSync(python("peft-new"), [script, BASE, PAGE, out], { env: ENVIRONMENT });
  const expected = readSafetensors(
    new Uint8Array(readFileSync(join(out, "logits.safetensors"))),
  );
  const text = readFileSync(join(PAGE, "page.json"), "utf8");
  const { prompts } = JSON.parse(text) as { prompts: number[][] };
  const page = await openPage(DESCRIPTION);
  const differences: Record<string, number> = {};
  for (const name of ["plain", "patterns", "some_layers"]) {
    const files = ["adapter_config.json", "adapter_model.safetensors"].map((file) => ({
      name: `${name}/${file}`,
      bytes: new Uint8Array(readFileSync(join(out, name, file))),
    }));
    const rows = await page.logitsOf(files, prompts);
    const size = rows[0]!.length;
    const all = floatTensor(expected, name, [prompts.length, size]);
    differences[name] = Math.max(
      ...rows.map((row, index) =>
        row.reduce(
          (most, value, at) => Math.max(most, Math.abs(value - all[index * size + at]!)),
          0,
        ),
      ),
    );
  }
  await page.dispose();
  console.log(differences);
  for (const [name, difference] of Object.entries(differences)) {
    expect(difference, name).toBeLessThan(1e-3);
  }
});

function python(environment: string): string {
  return join(INTEROP, environment, "bin", "python");
}
