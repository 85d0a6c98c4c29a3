/** Fetches the files of a model trio and builds the three sessions from them. */
import { readGguf } from "../formats/gguf";
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
import { checkTemplate } from "./base/chatTemplate";
import type { Encoder } from "./hypernetwork/encoder";
import type { ComputeDevice } from "./device/device";
import type { Hypernetwork } from "./hypernetwork/kind";
import { kindOf, readCheckpointManifest } from "./hypernetwork/kinds";
import { createLanguageModel, type LanguageModel } from "./base/languageModel";
import type { ModelFiles } from "./files/modelFiles";
import { createTokenizer, type Tokenizer } from "./base/tokenizer";
import type { TeacherHost } from "./teaching/teacher";

/** The loaded models that answer; `dispose` frees the sessions, not the device. */
export interface LoadedParts {
  languageModel: LanguageModel;
  tokenizer: Tokenizer;
  /** Encoder whose sentence vectors the map of training tasks is made of. */
  encoder: Encoder;
  hypernetwork: Hypernetwork;
  manifest: HypernetworkManifest;
  /** Records of the two models that the hypernetwork is for. */
  records: { base: BaseModelRecord; encoder: EncoderRecord };
  dispose(): Promise<void>;
}

/** A manifest is small; one larger than this is not a manifest. */
const MAXIMUM_MANIFEST = 1_000_000;

export async function loadParts(
  files: ModelFiles,
  request: LoadRequest,
  device: ComputeDevice,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal | undefined,
  registry: readonly ModelRecord[] = MODELS,
): Promise<LoadedParts> {
  const folder = `models/${request.hypernetworkId}/`;
  const manifestText = await files.readText(`${folder}manifest.json`, signal);
  if (manifestText.length > MAXIMUM_MANIFEST) {
    throw new AppError({
      code: "bad-file",
      file: "manifest",
      fault: { kind: "too-long" },
    });
  }
  const manifest = readCheckpointManifest(manifestText);
  const base = recordOf(registry, "base", request.baseModelId);
  const encoder = recordOf(registry, "encoder", request.encoderId);
  checkTemplate(base.chatTemplate, manifest.template);
  checkModels(manifest, base, encoder);

  const wanted = [
    ...base.files.map((file) => ({ path: `models/${base.id}/${file.path}`, file })),
    ...encoder.files.map((file) => ({ path: `models/${encoder.id}/${file.path}`, file })),
    {
      path: folder + manifest.weights.file,
      file: { path: manifest.weights.file, ...manifest.weights },
    },
  ];
  const totalBytes = wanted.reduce((sum, { file }) => sum + file.bytes, 0);
  let earlierBytes = 0;
  const contents = new Map<string, Uint8Array>();
  for (const { path, file } of wanted) {
    const report = (bytes: number) =>
      onProgress({
        stage: "download",
        file: file.path,
        loadedBytes: earlierBytes + bytes,
        totalBytes,
      });
    contents.set(path, await files.read(path, file, report, signal));
    earlierBytes += file.bytes;
  }
  const content = (id: string, name: string) => contents.get(`models/${id}/${name}`)!;
  const text = (name: string) => new TextDecoder().decode(content(encoder.id, name));

  return buildParts();

  async function buildParts(): Promise<LoadedParts> {
    const opened: { dispose(): Promise<void> }[] = [];
    const build = async <T extends { dispose(): Promise<void> }>(
      what: string,
      create: () => Promise<T>,
    ): Promise<T> => {
      throwIfAborted(signal);
      onProgress({ stage: "build", what });
      const part = await create();
      opened.push(part);
      return part;
    };
    const dispose = async () => {
      for (const part of opened) await part.dispose();
    };
    const { chatTemplate } = base;
    const kind = kindOf(manifest.variant);
    try {
      const gguf = readGguf(content(base.id, base.files[0].path));
      const languageModel = await build(base.label, () =>
        createLanguageModel(gguf, {
          device,
          contextLength: request.contextLength,
          targetModules: manifest.targetModules,
          ...kind.baseNeeds,
        }),
      );
      // Every kind needs it, since the map of training tasks reads it too.
      const encoderPart = await build(encoder.label, async () => {
        const { createEncoder } = await import("./hypernetwork/encoder");
        return createEncoder(
          {
            weights: content(encoder.id, "model.safetensors"),
            config: text("config.json"),
            tokenizer: text("tokenizer.json"),
            tokenizerConfig: text("tokenizer_config.json"),
          },
          device,
        );
      });
      const tokenizer = createTokenizer(gguf, chatTemplate);
      const weights = content(request.hypernetworkId, manifest.weights.file);
      const hypernetwork = await build(manifest.label, () =>
        kind.open(manifest, weights, {
          languageModel,
          tokenizer,
          chatTemplate,
          encoder: encoderPart,
          device,
        }),
      );
      throwIfAborted(signal);
      return {
        languageModel,
        tokenizer,
        encoder: encoderPart,
        hypernetwork,
        manifest,
        records: { base, encoder },
        dispose,
      };
    } catch (error) {
      await dispose();
      throw error;
    }
  }
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

/** What a lesson needs of the loaded models; the base model's file is read again for each. */
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
    models: `${file.sha256} ${parts.manifest.weights.sha256}`,
    readBase: (signal) =>
      files.read(`models/${base.id}/${file.path}`, file, () => {}, signal),
  };
}
