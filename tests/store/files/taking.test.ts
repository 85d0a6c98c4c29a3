import { downloadZip } from "client-zip";
import { describe, expect, it } from "vitest";
import { ggufLora } from "../../../src/formats/lora/ggufLora";
import { peftFiles } from "../../../src/formats/lora/peft";
import { writeGguf } from "../../../src/formats/ggufWriter";
import { writeSafetensors } from "../../../src/formats/safetensors";
import { AppError } from "../../../src/shared/errors";
import type { PageFile } from "../../../src/store/files/kind";
import { sortFiles } from "../../../src/store/files/sorting";
import { writeLibraryFile } from "../../../src/store/library/file";
import { currentConversation } from "../../../src/store/state";
import { ADAPTER } from "../../formats/lora/portableAdapter";
import { createReadyStore } from "../appStore";

function file(path: string, content: BlobPart): PageFile {
  return { path, content: new Blob([content]) };
}

const FOLDER = peftFiles(ADAPTER).map(({ name, content }) => file(name, content));
const LORA = file("lora.gguf", ggufLora(ADAPTER));
const CSV = file("pairs.csv", "input,output\nup,down");
const LIBRARY = file("library.json", writeLibraryFile([], 0).bytes);

const text = (value: string) => ({ type: "string", value }) as const;
const architecture = { "general.architecture": text("llama") };
const typed = { ...architecture, "general.type": text("model") };
const MODEL = file("model.gguf", writeGguf({ metadata: typed, tensors: [] }));
const OLD_MODEL = file("old.gguf", writeGguf({ metadata: architecture, tensors: [] }));

async function zipped(name: string): Promise<PageFile> {
  const entries = await Promise.all(
    FOLDER.map(async ({ path, content }) => ({
      name: path,
      input: await content.arrayBuffer(),
    })),
  );
  return { path: name, content: await downloadZip(entries).blob() };
}

async function sorted(
  files: PageFile[],
  expected: Parameters<typeof sortFiles>[1] = null,
): Promise<string[]> {
  const { groups, unknown } = await sortFiles(files, expected);
  const names = (some: PageFile[]) => some.map(({ path }) => path).join(" ");
  return [
    ...groups.map(({ kind, files: own }) => `${kind.kind}: ${names(own)}`),
    ...(unknown.length > 0 ? [`unknown: ${names(unknown)}`] : []),
  ];
}

describe("files are sorted by what they hold", () => {
  const utf16 = Uint8Array.from("up\tdown\n", (letter) => letter.charCodeAt(0));
  const wide = new Uint8Array(utf16.length * 2);
  utf16.forEach((byte, index) => void (wide[2 * index] = byte));
  const tensors = writeSafetensors([
    { name: "a", shape: [1], values: new Float32Array(1) },
  ]);
  it.each<[string, PageFile, string]>([
    ["a table", CSV, "examples"],
    ["a table under another name", file("pairs.data", "up\tdown"), "examples"],
    ["UTF-16 without a mark", file("wide.txt", wide), "examples"],
    ["a list of objects", file("pairs.json", `[{"input":"a"}]`), "examples"],
    ["a library", LIBRARY, "library"],
    ["a library under another name", { ...LIBRARY, path: "pairs.csv" }, "library"],
    ["a GGUF LoRA", LORA, "adapter"],
    ["a GGUF LoRA under another name", { ...LORA, path: "lora.csv" }, "adapter"],
    ["a base model", MODEL, "base"],
    ["a base model of before there were types", OLD_MODEL, "base"],
    ["tensors", file("adapter_model.safetensors", tensors), "adapter"],
    ["tensors under another name", file("tensors.txt", tensors), "adapter"],
    ["a pickle", file("adapter_model.bin", "PK\x03\x04"), "adapter"],
    [
      "a pointer in the place of tensors",
      file("a.safetensors", "version https://git-lfs.github.com/spec/v1"),
      "adapter",
    ],
    ["a page in the place of a .zip", file("adapter.zip", "<!DOCTYPE html>"), "adapter"],
  ])("%s", async (_, one, kind) => {
    expect(await sorted([one])).toEqual([`${kind}: ${one.path}`]);
  });

  it("a packed adapter, and not a packed spreadsheet", async () => {
    expect(await sorted([await zipped("a.zip")])).toEqual(["adapter: a.zip"]);
    expect(await sorted([await zipped("b.xlsx")])).toEqual(["unknown: b.xlsx"]);
  });

  it("a picture is of no kind", async () => {
    const png = Uint8Array.from({ length: 400 }, (_, index) => (index * 37) % 256);
    expect(await sorted([file("cat.png", png)])).toEqual(["unknown: cat.png"]);
  });

  it("a folder's notes stay behind, a table beside an adapter does not", async () => {
    const names = FOLDER.map(({ path }) => path);
    expect(names).toContain("README.md");
    expect(await sorted([...FOLDER, CSV])).toEqual([
      "adapter: adapter_config.json adapter_model.safetensors",
      "examples: pairs.csv",
    ]);
  });

  it("what may be anything is what the person was asked for", async () => {
    const notes = file("notes.txt", "hello");
    expect(await sorted([notes])).toEqual(["examples: notes.txt"]);
    expect(await sorted([notes], "adapter")).toEqual(["adapter: notes.txt"]);
    expect(await sorted([LORA], "examples")).toEqual(["adapter: lora.gguf"]);
  });
});

describe("what is dropped is taken", () => {
  it("examples are shown before they join the list", async () => {
    const { store } = await createReadyStore();
    await store.actions.takeFiles([CSV]);
    const { isReaderOpen, reading } = store.getState().examples;
    expect(isReaderOpen).toBe(true);
    expect(reading.file?.name).toBe("pairs.csv");
    expect(reading.read?.examples).toHaveLength(1);
  });

  it("of several tables the first is read, and the others are named", async () => {
    const { store } = await createReadyStore();
    await store.actions.takeFiles([CSV, { ...CSV, path: "more.csv" }]);
    expect(store.getState().examples.reading.file?.name).toBe("pairs.csv");
    expect(store.getState().notice).toEqual({ kind: "left-out", names: ["more.csv"] });
  });

  it("an adapter stands on the page", async () => {
    const { store } = await createReadyStore();
    await store.actions.takeFiles([LORA]);
    const { adapter, isAdapterLoaded } = currentConversation(store.getState());
    expect(adapter?.imported?.name).toBe("lora.gguf");
    expect(isAdapterLoaded).toBe(true);
    await store.actions.takeFiles([LORA]);
    expect(store.getState().conversations.filter((one) => one.adapter)).toHaveLength(1);
  });

  it("a library's entries are merged", async () => {
    const { store } = await createReadyStore();
    await store.actions.takeFiles([LIBRARY]);
    expect(store.getState().library.report).toMatchObject({ kind: "imported" });
  });

  it("a base model is loaded, one of several", async () => {
    const { store, engine } = await createReadyStore();
    const inner = { ...MODEL, path: "folder/model.gguf" };
    await store.actions.takeFiles([inner, OLD_MODEL]);
    const { baseModelId, ownBases, notice } = store.getState();
    expect(ownBases).toMatchObject([{ record: { id: baseModelId, label: "model" } }]);
    expect(engine.calls.loads.at(-1)!.ownBase!.file!.name).toBe("model.gguf");
    expect(notice).toEqual({ kind: "left-out", names: ["old.gguf"] });
  });

  it("what was picked as a base model and is none says so", async () => {
    const failure = { code: "bad-base", fault: { kind: "not-gguf" } } as const;
    const { store } = await createReadyStore({
      ownBases: { inspect: () => Promise.reject(new AppError(failure)) },
    });
    await store.actions.takeFiles([file("cat.png", "\x89PNG")], "base");
    expect(store.getState().baseFile).toMatchObject({ name: "cat.png", failure });
  });

  it("files of no kind are named, and nothing else changes", async () => {
    const { store } = await createReadyStore();
    const before = store.getState();
    await store.actions.takeFiles([await zipped("b.xlsx")]);
    const unknown = { kind: "unknown-files", names: ["b.xlsx"] } as const;
    expect(store.getState()).toEqual({ ...before, notice: unknown });
  });

  it("a file that is gone is named", async () => {
    const { store } = await createReadyStore();
    const gone = { slice: () => ({ arrayBuffer: () => Promise.reject(new Error()) }) };
    await store.actions.takeFiles([{ path: "gone.csv", content: gone as never }]);
    expect(store.getState().notice).toEqual({
      kind: "unread-files",
      names: ["gone.csv"],
    });
  });

  it("what is too large for an adapter is refused before it is read", async () => {
    const { store } = await createReadyStore();
    const before = store.getState();
    const large = { size: 2 ** 30, slice: () => LORA.content };
    await store.actions.takeFiles([{ path: "large.gguf", content: large as never }]);
    expect(store.getState()).toEqual({
      ...before,
      notice: {
        kind: "failure",
        during: "import",
        failure: {
          code: "bad-adapter",
          fault: { kind: "too-large", most: 2 ** 29 },
        },
      },
    });
  });
});
