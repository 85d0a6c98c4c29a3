/** Fetches the files of a base model, and of what writes its adapters, and opens them. */
import {
  type Gguf,
  type GgufTensorInfo,
  readGguf,
  readGgufHeader,
  storedGguf,
} from "../formats/gguf";
import { readGgufStart } from "../formats/ggml/ggufStart";
import type { BaseFile } from "../formats/lora/mergedGguf";
import type { HypernetworkManifest } from "../formats/manifest";
import type { LoadProgress, LoadRequest } from "../shared/engine";
import { AppError, throwIfAborted } from "../shared/errors";
import {
  type BaseModelRecord,
  type EncoderRecord,
  type ModelRecord,
  MODELS,
  recordOf,
} from "../shared/models";
import { type AdapterForm, formOfLessons, formOfManifest } from "./adapter/form";
import { checkTemplate, promptTemplate } from "./base/chatTemplate";
import { type EncoderSource, encoderSource } from "./hypernetwork/encoderSource";
import type { ComputeDevice } from "./device/device";
import type { Hypernetwork } from "./hypernetwork/kind";
import { kindOf, readCheckpointManifest } from "./hypernetwork/kinds";
import { createLanguageModel, type LanguageModel } from "./base/languageModel";
import { type Expected, type ModelFiles, pathOf } from "./files/modelFiles";
import { createTokenizer, type Tokenizer } from "./base/tokenizer";
import type { TeacherHost } from "./teaching/teacher";

/** The loaded models that answer; `dispose` frees the sessions, not the device. */
export interface LoadedParts {
  languageModel: LanguageModel;
  tokenizer: Tokenizer;
  records: { base: BaseModelRecord };
  baseFile: BaseFile;
  /** Form of the adapters that are made with these models. */
  form: AdapterForm;
  /** Null for a base model alone. */
  writer: AdapterWriter | null;
  dispose(): Promise<void>;
}

/** A hypernetwork with what it needs to turn descriptions into adapters. */
export interface AdapterWriter {
  hypernetwork: Hypernetwork;
  manifest: HypernetworkManifest;
  /**
   * Encoder whose sentence vectors the map of training tasks is made of. It is open where the
   * hypernetwork reads descriptions by it, and waits for the map elsewhere.
   */
  encoder: EncoderSource;
}

/** A manifest is small; one larger than this is not a manifest. */
const MAXIMUM_MANIFEST = 1_000_000;

interface WantedFile extends Expected {
  path: string;
  /** What progress calls it. */
  name: string;
}

export async function loadParts(
  files: ModelFiles,
  request: LoadRequest,
  device: ComputeDevice,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal | undefined,
  registry: readonly ModelRecord[] = MODELS,
): Promise<LoadedParts> {
  const base = request.ownBase?.record ?? recordOf(registry, "base", request.baseModelId);
  const wish = await readWish();
  const kind = wish && kindOf(wish.manifest.variant);
  const models = wish && kind?.reader === "encoder" ? [base, wish.encoderRecord] : [base];
  const wanted = models.flatMap((record) =>
    record.files.map((file): WantedFile => {
      return { ...file, path: pathOf(record, file), name: file.path };
    }),
  );
  if (wish) {
    const { weights } = wish.manifest;
    const path = `${wish.folder}${weights.file}`;
    wanted.push({ ...weights, path, name: weights.file });
  }
  const contents = await readAll(files, wanted, onProgress, signal);
  /** Hands a file over: what a part does not keep is then free. */
  const take = (path: string): Uint8Array => {
    const bytes = contents.get(path)!;
    contents.delete(path);
    return bytes;
  };

  const opened: { dispose(): Promise<void> }[] = [];
  const announce = (what: string) => {
    throwIfAborted(signal);
    onProgress({ stage: "build", what });
  };
  const build = async <T extends { dispose(): Promise<void> }>(
    what: string,
    create: () => Promise<T>,
  ): Promise<T> => {
    announce(what);
    const part = await create();
    opened.push(part);
    return part;
  };
  const dispose = async () => {
    for (const part of opened) await part.dispose();
  };
  const { chatTemplate } = base;
  const form = wish
    ? formOfManifest(wish.manifest)
    : formOfLessons(promptTemplate(chatTemplate));
  try {
    const path = pathOf(base, base.files[0]);
    const fileBytes = contents.get(path)!.byteLength;
    const gguf = await openGguf(files, base, take(path));
    const tokenizer = createTokenizer(gguf, chatTemplate);
    const languageModel = await build(base.label, () =>
      createLanguageModel(gguf, {
        device,
        contextLength: request.contextLength,
        targetModules: form.targetModules,
        ...kind?.baseNeeds,
      }),
    );
    const writer = wish && (await openWriter(wish, languageModel, tokenizer));
    throwIfAborted(signal);
    const tensors = [...gguf.tensors.values()].map(
      ({ name, shape, type }): GgufTensorInfo => ({ name, shape, type }),
    );
    const baseFile = { tensors, fileBytes };
    const records = { base };
    return { languageModel, tokenizer, records, baseFile, form, writer, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }

  /** The hypernetwork that is asked for, checked against the models it is to work with. */
  async function readWish() {
    const { hypernetworkId, encoderId } = request;
    if (hypernetworkId === null || encoderId === null) return null;
    const folder = `models/${hypernetworkId}/`;
    const text = await files.readText(`${folder}manifest.json`, signal);
    if (text.length > MAXIMUM_MANIFEST) {
      const fault = { kind: "too-long" } as const;
      throw new AppError({ code: "bad-file", file: "manifest", fault });
    }
    const manifest = readCheckpointManifest(text);
    const encoderRecord = recordOf(registry, "encoder", encoderId);
    checkTemplate(base.chatTemplate, manifest.template);
    checkModels(manifest, base, encoderRecord);
    return { folder, manifest, encoderRecord };
  }

  async function openWriter(
    {
      folder,
      manifest,
      encoderRecord,
    }: NonNullable<Awaited<ReturnType<typeof readWish>>>,
    languageModel: LanguageModel,
    tokenizer: Tokenizer,
  ): Promise<AdapterWriter> {
    const encoder = encoderSource(
      encoderRecord,
      async (file, stopped) => {
        const path = pathOf(encoderRecord, file);
        if (contents.has(path)) return take(path);
        return files.read(path, file, () => {}, stopped);
      },
      device,
    );
    opened.push(encoder);
    const { reader, open } = kindOf(manifest.variant);
    if (reader === "encoder") {
      announce(encoderRecord.label);
      await encoder.open();
    }
    const weights = take(`${folder}${manifest.weights.file}`);
    const hypernetwork = await build(manifest.label, () =>
      open(manifest, weights, {
        languageModel,
        tokenizer,
        chatTemplate,
        openEncoder: encoder.open,
        device,
      }),
    );
    return { hypernetwork, manifest, encoder };
  }
}

/** Contents by path; progress counts over all files. */
async function readAll(
  files: ModelFiles,
  wanted: readonly WantedFile[],
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal | undefined,
): Promise<Map<string, Uint8Array>> {
  const totalBytes = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  const contents = new Map<string, Uint8Array>();
  let earlierBytes = 0;
  for (const file of wanted) {
    const report = (bytes: number) =>
      onProgress({
        stage: "download",
        file: file.name,
        loadedBytes: earlierBytes + bytes,
        totalBytes,
      });
    contents.set(file.path, await files.read(file.path, file, report, signal));
    earlierBytes += file.bytes;
  }
  return contents;
}

/** The base model's file; its tensors are read from where it is kept, if it is, and not from `bytes`. */
export async function openGguf(
  files: ModelFiles,
  base: BaseModelRecord,
  bytes: Uint8Array,
): Promise<Gguf> {
  const [file] = base.files;
  const read = await files.openKept?.(pathOf(base, file), file);
  if (!read) return readGguf(bytes);
  return storedGguf(readGgufHeader(bytes, bytes.byteLength), read);
}

/** A hypernetwork writes adapters for one base model and reads one encoder. */
function checkModels(
  manifest: HypernetworkManifest,
  base: BaseModelRecord,
  encoder: EncoderRecord,
): void {
  const fits =
    manifest.base.sha256 === base.files[0].sha256 &&
    encoder.files.some(({ sha256 }) => sha256 === manifest.encoder.sha256);
  if (fits) return;
  throw new AppError({
    code: "unsupported-model",
    fault: {
      kind: "other-versions",
      hypernetwork: manifest.label,
      base: manifest.base.id,
      encoder: manifest.encoder.id,
    },
  });
}

/** The base model's file anew, in memory only as far as it is not kept. */
async function openGgufAgain(
  files: ModelFiles,
  base: BaseModelRecord,
  signal: AbortSignal | undefined,
): Promise<Gguf> {
  const [file] = base.files;
  const read = await files.openKept?.(pathOf(base, file), file);
  if (!read) return readGguf(await readBase(files, base, signal));
  const readFirst = (bytes: number) => read(0, bytes);
  return storedGguf(await readGgufStart(readFirst, file.bytes, file.bytes), read);
}

/** The base model's whole file. */
export function readBase(
  files: ModelFiles,
  base: BaseModelRecord,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const [file] = base.files;
  return files.read(pathOf(base, file), file, () => {}, signal);
}

/** The loaded models as a lesson needs them; the base model's file is opened again for each. */
export function teachingHost(
  files: ModelFiles,
  parts: LoadedParts,
  device: ComputeDevice,
): TeacherHost {
  const { base } = parts.records;
  const [file] = base.files;
  return {
    parts,
    device,
    tokenizer: parts.tokenizer,
    chatTemplate: base.chatTemplate,
    contextLength: parts.languageModel.contextLength,
    models: `${file.sha256} ${parts.writer?.manifest.weights.sha256 ?? "alone"}`,
    openBase: (signal) => openGgufAgain(files, base, signal),
  };
}
