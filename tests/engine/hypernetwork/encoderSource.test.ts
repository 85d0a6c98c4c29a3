/** Which visit fetches the encoder, and when: every read of the toy site is noted. */
import { afterEach, expect, test } from "vitest";
import { createEngine } from "../../../src/engine/engine";
import type { ModelFiles } from "../../../src/engine/files/modelFiles";
import { GREEDY } from "../../../src/shared/sampler";
import type { Engine, LoadProgress } from "../../../src/shared/engine";
import { abortedError, AppError } from "../../../src/shared/errors";
import { TASK_CONTENT } from "../../formats/trainingTaskContent";
import { manifestContent } from "../../formats/manifestContent";
import { TOY_LOAD, TOY_REGISTRY, toySite } from "../toySite";
import { TOY_ENCODER } from "./toyEncoder";
import { toyLatentManifest, toyLatentWeights } from "./toyLatent";

const LATENT_ID = "toy-t2l-l";
const LATENT_LOAD = { ...TOY_LOAD, hypernetworkId: LATENT_ID };
const WEIGHTS = "models/toy-encoder/model.safetensors";
const ENCODER_FILES = [
  WEIGHTS,
  "models/toy-encoder/config.json",
  "models/toy-encoder/tokenizer.json",
  "models/toy-encoder/tokenizer_config.json",
];
const HELLO = {
  columns: [
    {
      id: "base",
      messages: [{ role: "user" as const, content: "hi" }],
      adapterId: null,
      strength: 1,
    },
  ],
  sampler: GREEDY,
  maxNewTokens: 2,
};

let engine: Engine;
afterEach(() => engine.dispose());

/** An engine over the toy site with both kinds and a map; `before` may hold up or fail a read. */
function start(
  before: (
    path: string,
    signal: AbortSignal | undefined,
  ) => Promise<void> | void = () => {},
) {
  const site = toySite();
  const read: string[] = [];
  const replaced = new Map<string, string>();
  const files: ModelFiles = {
    ...site,
    async read(path, expected, onBytes, signal) {
      read.push(path);
      await before(path, signal);
      const other = replaced.get(path);
      if (replaced.delete(path)) return new TextEncoder().encode(other);
      if (path === `models/${LATENT_ID}/hypernetwork.safetensors`) {
        return toyLatentWeights();
      }
      return site.read(path, expected, onBytes, signal);
    },
    readText: async (path) =>
      path === `models/${LATENT_ID}/manifest.json`
        ? JSON.stringify(toyLatentManifest(LATENT_ID))
        : site.readText(path),
    findText: async () => taskList(),
  };
  engine = createEngine({ files, runtime: { threads: 1 }, registry: TOY_REGISTRY });
  return {
    ofEncoder: () => read.filter((path) => ENCODER_FILES.includes(path)),
    /** What the site gives for the file when it is next asked. */
    replaceNext: (path: string, text: string) => void replaced.set(path, text),
  };
}

/** The valid list of tasks in the toy encoder's space. */
function taskList(): string {
  const dimension = TOY_ENCODER.size;
  const row = (index: number) =>
    Array.from({ length: dimension }, (_, column) => (column === index ? 1 : 0));
  const codes = TASK_CONTENT.tasks.flatMap((_, index) =>
    row(index).map((one) => 100 * one),
  );
  return JSON.stringify({
    ...TASK_CONTENT,
    encoder: { id: "toy-encoder", sha256: manifestContent().encoder.sha256 },
    vectors: { dimension, scale: 0.01, int8: btoa(String.fromCharCode(...codes)) },
    projection: {
      mean: row(-1),
      axes: [row(0), row(1)],
      explained: 0.4,
    },
  });
}

test("a kind that reads by the base model fetches the encoder for the map, once", async () => {
  const { ofEncoder } = start();
  const progress: LoadProgress[] = [];
  const loaded = await engine.load(TOY_LOAD, (one) => progress.push(one));
  expect(loaded.encoder).toMatchObject({ id: "toy-encoder" });
  await engine.generateAdapter("count");
  await engine.trainingTasks();
  expect(ofEncoder()).toEqual([]);
  expect(JSON.stringify(progress)).not.toContain("Toy encoder");

  const places = await Promise.all([
    engine.placeDescription("sort the numbers"),
    engine.placeDescription("sort"),
  ]);
  for (const place of places) expect(place!.nearest).toHaveLength(3);
  await engine.placeDescription("the number");
  expect(ofEncoder()).toEqual(ENCODER_FILES);
});

test("a kind that reads by the encoder fetches it with the other models", async () => {
  const { ofEncoder } = start();
  const progress: LoadProgress[] = [];
  await engine.load(LATENT_LOAD, (one) => progress.push(one));
  expect(ofEncoder()).toEqual(ENCODER_FILES);
  expect(progress).toContainEqual({ stage: "build", what: "Toy encoder" });
  const { lengths } = await engine.generateAdapter("sort the numbers");
  expect(lengths![0]!.read).toBeGreaterThan(0);
  await engine.placeDescription("sort the numbers");
  expect(ofEncoder()).toEqual(ENCODER_FILES);
});

test("answers do not wait for the encoder's download", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  start((path) => (path === WEIGHTS ? held : undefined));
  await engine.load(TOY_LOAD, () => {});
  const place = engine.placeDescription("sort");
  expect(await engine.chat(HELLO, () => {})).toHaveLength(1);
  release();
  expect((await place)!.nearest).toHaveLength(3);
});

test("a download that fails leaves the chat as it is, and the next call tries again", async () => {
  let isBroken = true;
  start((path) => {
    if (path !== WEIGHTS || !isBroken) return;
    const fault = { kind: "unreachable" } as const;
    throw new AppError({ code: "download-failed", path, fault });
  });
  await engine.load(TOY_LOAD, () => {});
  await expect(engine.placeDescription("sort")).rejects.toMatchObject({
    code: "download-failed",
  });
  expect(await engine.chat(HELLO, () => {})).toHaveLength(1);
  isBroken = false;
  expect((await engine.placeDescription("sort"))!.nearest).toHaveLength(3);
});

test("files that are no encoder leave the chat as it is, and are fetched again", async () => {
  const { ofEncoder, replaceNext } = start();
  await engine.load(TOY_LOAD, () => {});
  replaceNext("models/toy-encoder/tokenizer.json", "<html>");
  await expect(engine.placeDescription("sort")).rejects.toMatchObject({
    code: "bad-file",
  });
  expect(await engine.chat(HELLO, () => {})).toHaveLength(1);
  expect((await engine.placeDescription("sort"))!.nearest).toHaveLength(3);
  expect(ofEncoder()).toEqual([...ENCODER_FILES, ...ENCODER_FILES]);
});

test("loading other models ends the download, and its files are free by then", async () => {
  let times = 0;
  let isLetGo = false;
  const wasFree: boolean[] = [];
  start(async (path, signal) => {
    if (path !== WEIGHTS) return;
    times += 1;
    if (times > 1) return void wasFree.push(isLetGo);
    await new Promise((resolve) => signal!.addEventListener("abort", resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    isLetGo = true;
    throw abortedError();
  });
  await engine.load(TOY_LOAD, () => {});
  const place = engine.placeDescription("sort");
  const stopped = expect(place).rejects.toMatchObject({ code: "aborted" });
  await engine.load(LATENT_LOAD, () => {});
  await stopped;
  expect(wasFree).toEqual([true]);
  await engine.generateAdapter("sort");
});
