/** The engine: loads the three models, turns descriptions into adapters, answers in columns. */
import type {
  ChatRequest,
  DeviceReport,
  Engine,
  EngineEvent,
  LoadedModels,
  LoadRequest,
} from "../shared/engine";
import { MAXIMUM_DESCRIPTION_LENGTH } from "../shared/description";
import { AppError, throwIfAborted } from "../shared/errors";
import { modelRecord } from "../shared/models";
import { AdapterCollection } from "./adapters";
import { answerColumns } from "./conversation";
import { GpuDevice, offerDevices } from "./gpu";
import { loadParts, type LoadedParts } from "./loading";
import type { ModelFiles } from "./modelFiles";
import { configureRuntime, type RuntimeSettings } from "./runtime";

export interface EngineEnvironment {
  files: ModelFiles;
  runtime: RuntimeSettings;
}

interface Running {
  request: LoadRequest;
  parts: LoadedParts;
  gpu: GpuDevice | undefined;
}

/** Calls wait for one another: a load never pulls the model from under an answer. */
export function createEngine({ files, runtime }: EngineEnvironment): Engine {
  configureRuntime(runtime);
  const adapters = new AdapterCollection();
  const listeners = new Set<(event: EngineEvent) => void>();
  let running: Running | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  function exclusive<T>(
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const result = tail.then(() => {
      throwIfAborted(signal);
      return work();
    });
    tail = result.catch(() => {});
    return result;
  }

  function emit(event: EngineEvent): void {
    for (const listener of listeners) listener(event);
  }

  function loaded(): Running {
    if (running) return running;
    throw new AppError("bad-input", "The models are not loaded yet. Load them first.");
  }

  async function unload(): Promise<void> {
    const previous = running;
    running = null;
    adapters.forgetPlaces();
    await previous?.parts.dispose();
    previous?.gpu?.dispose();
  }

  async function start(
    request: LoadRequest,
    onProgress: Parameters<Engine["load"]>[1],
    signal: AbortSignal | undefined,
  ): Promise<LoadedModels> {
    await unload();
    const gpu = request.device === "webgpu" ? await GpuDevice.request() : undefined;
    try {
      const parts = await loadParts(files, request, gpu, onProgress, signal);
      running = { request, parts, gpu };
    } catch (error) {
      gpu?.dispose();
      throw error;
    }
    void gpu?.lost.then((reason) => recover(reason));
    return describe(running, runtime.threads);
  }

  /** Rebuilds everything on a new device; adapters are uploaded again when next used. */
  async function recover(reason: string): Promise<void> {
    emit({ kind: "device-lost", message: reason || "The browser gave no reason." });
    const request = running?.request;
    if (!request) return;
    try {
      await exclusive(undefined, () => start(request, () => {}, undefined));
      emit({ kind: "recovered" });
    } catch (error) {
      const { code, message } = error instanceof AppError ? error : internal(error);
      emit({ kind: "failed", code, message });
    }
  }

  return {
    inspectDevices: offerDevices,

    load: (request, onProgress, signal) =>
      exclusive(signal, () => start(request, onProgress, signal)),

    generateAdapter: (description, signal) =>
      exclusive(signal, async () => {
        checkDescription(description);
        const { parts } = loaded();
        const started = performance.now();
        const vector = await parts.encoder.encode(description);
        const encoded = performance.now();
        throwIfAborted(signal);
        const generated = await parts.hypernetwork.generate(vector);
        const timings = {
          encodeMs: encoded - started,
          generateMs: performance.now() - encoded,
        };
        return adapters.add(parts, description, generated, timings);
      }),

    releaseAdapter: async (adapterId) => adapters.release(adapterId),

    chat: (request, onEvents, signal) =>
      exclusive(signal, () => {
        const { parts } = loaded();
        checkChat(request);
        const columns = request.columns.map((column) => {
          const { id, messages, adapterId, strength, scope = null } = column;
          if (adapterId === null) return { id, messages, adapter: null, scale: 0 };
          const { adapter, scaling } = adapters.place(parts, adapterId);
          return { id, messages, adapter, scale: scaling * strength, scope };
        });
        const { sampler, maxNewTokens } = request;
        return answerColumns(parts.languageModel, parts.tokenizer, columns, {
          sampler,
          maxNewTokens,
          onEvents,
          signal,
        });
      }),

    exportAdapter: (adapterId, strength, scope = null) =>
      exclusive(undefined, () =>
        adapters.export(adapterId, { strength, scope }, loaded().parts.manifest.label),
      ),

    storage: () => files.report(),
    clearStorage: () => files.clear(),

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    dispose: () => exclusive(undefined, unload),
  };
}

function describe({ request, parts, gpu }: Running, threads: number): LoadedModels {
  const { manifest, languageModel } = parts;
  const base = modelRecord(request.baseModelId);
  const encoder = modelRecord(request.encoderId);
  const isolated = globalThis.crossOriginIsolated ?? true;
  const deviceReport: DeviceReport = {
    device: request.device,
    name: gpu?.name ?? "WebAssembly",
    isFallbackAdapter: gpu?.isFallbackAdapter ?? false,
    threads,
    crossOriginIsolated: isolated,
  };
  return {
    deviceReport,
    contextLength: languageModel.contextLength,
    base: {
      id: base.id,
      label: base.label,
      sha256: base.files[0]!.sha256,
      bytesHeld: languageModel.bytesHeld,
    },
    encoder: { id: encoder.id, label: encoder.label, sha256: manifest.encoder.sha256 },
    hypernetwork: {
      id: manifest.id,
      label: manifest.label,
      sha256: manifest.weights.sha256,
      variant: manifest.variant,
      training: manifest.training,
      parameters: manifest.parameters,
      bytes: manifest.weights.bytes,
      targetModules: manifest.targetModules,
      rank: manifest.rank,
      alpha: manifest.alpha,
      scaling: manifest.scaling,
      evaluation: manifest.evaluation,
    },
  };
}

function checkDescription(description: string): void {
  if (description.trim() === "") {
    throw new AppError(
      "bad-input",
      "The description is empty. Say what the model should do.",
    );
  }
  if (description.length > MAXIMUM_DESCRIPTION_LENGTH) {
    throw new AppError(
      "bad-input",
      `The description has ${description.length} characters; at most ` +
        `${MAXIMUM_DESCRIPTION_LENGTH} fit. Shorten it.`,
    );
  }
}

function checkChat({ columns, maxNewTokens }: ChatRequest): void {
  if (columns.length === 0)
    throw new AppError("bad-input", "There is no column to answer.");
  if (columns.some(({ messages }) => messages.length === 0)) {
    throw new AppError("bad-input", "A column has no message. Write one first.");
  }
  if (!(maxNewTokens >= 1)) {
    throw new AppError("bad-input", "The longest answer must be at least one token.");
  }
}

function internal(error: unknown): { code: "internal"; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message };
}
