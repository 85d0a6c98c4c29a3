/** Fetches the files of a model trio and builds the three sessions from them. */
import { readGguf } from "../formats/gguf";
import { readManifest, type HypernetworkManifest } from "../formats/manifest";
import type { LoadProgress, LoadRequest } from "../shared/engine";
import { AppError, throwIfAborted } from "../shared/errors";
import { modelRecord, type ModelFile } from "../shared/models";
import { checkTemplate } from "./base/chatTemplate";
import { createEncoder, type Encoder } from "./hypernetwork/encoder";
import { createGist } from "./hypernetwork/gist";
import type { ComputeDevice } from "./device/device";
import { createHypernetwork, type ReadingHypernetwork } from "./hypernetwork/latent";
import { createLanguageModel, type LanguageModel } from "./base/languageModel";
import type { ModelFiles } from "./files/modelFiles";
import { createTokenizer, type Tokenizer } from "./base/tokenizer";

/** Everything that answers; `dispose` frees the sessions, not the device. */
export interface LoadedParts extends ReadingHypernetwork {
  languageModel: LanguageModel;
  tokenizer: Tokenizer;
  /** Of sentence vectors, for the map of training tasks. */
  encoder: Encoder;
  manifest: HypernetworkManifest;
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
): Promise<LoadedParts> {
  const folder = `models/${request.hypernetworkId}/`;
  const manifestText = await files.readText(`${folder}manifest.json`, signal);
  if (manifestText.length > MAXIMUM_MANIFEST) {
    throw new AppError("bad-file", "The hypernetwork's manifest is far too long.");
  }
  const manifest = readManifest(manifestText);
  checkTemplate(manifest.template);
  const base = modelRecord(request.baseModelId);
  const encoder = modelRecord(request.encoderId);
  checkModels(manifest, base.files[0]!, encoder.files);

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
    const isGist = manifest.architecture.kind === "gist";
    try {
      const gguf = readGguf(content(base.id, base.files[0]!.path));
      const languageModel = await build(base.label, () =>
        createLanguageModel(gguf, {
          device,
          contextLength: request.contextLength,
          targetModules: manifest.targetModules,
          sharesA: isGist,
          givesProjections: isGist,
        }),
      );
      const encoderPart = await build(encoder.label, () =>
        createEncoder(
          {
            weights: content(encoder.id, "model.safetensors"),
            config: text("config.json"),
            tokenizer: text("tokenizer.json"),
            tokenizerConfig: text("tokenizer_config.json"),
          },
          device,
        ),
      );
      const tokenizer = createTokenizer(gguf);
      const weights = content(request.hypernetworkId, manifest.weights.file);
      const { reader, hypernetwork } = await build(manifest.label, async () => {
        const parts: ReadingHypernetwork = isGist
          ? createGist(manifest, weights, languageModel, tokenizer)
          : {
              reader: encoderPart,
              hypernetwork: await createHypernetwork(
                manifest,
                weights,
                languageModel,
                device,
              ),
            };
        return { ...parts, dispose: () => parts.hypernetwork.dispose() };
      });
      throwIfAborted(signal);
      return {
        languageModel,
        tokenizer,
        encoder: encoderPart,
        reader,
        hypernetwork,
        manifest,
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
  base: ModelFile,
  encoder: readonly ModelFile[],
): void {
  const fits =
    manifest.base.sha256 === base.sha256 &&
    encoder.some(({ sha256 }) => sha256 === manifest.encoder.sha256);
  if (fits) return;
  throw new AppError(
    "unsupported-model",
    `The hypernetwork ${manifest.label} was trained for ${manifest.base.id} and ` +
      `${manifest.encoder.id}, in other versions than this page loads.`,
  );
}
