/** The engine: loads the models, turns descriptions into adapters, answers in columns. */
import { type Blend, isMerged } from "../shared/adapter";
import type { Engine, EngineEvent, LoadedModels, LoadRequest } from "../shared/engine";
import { AppError, throwIfAborted, toFailure } from "../shared/errors";
import { MODELS, type ModelRecord, recordOf } from "../shared/models";
import { AdapterCollection } from "./adapter/collection";
import { readCheckpoints } from "./hypernetwork/checkpoints";
import { answerColumns, type ConversationMemory } from "./base/conversation";
import { generateFrom } from "./hypernetwork/generation";
import type { ComputeDevice } from "./device/device";
import { offerDevices, openDevice } from "./device/devices";
import { addLater, checkPosition } from "./hypernetwork/blending";
import { createInspections, type Inspected } from "./inspections";
import { describeLoaded } from "./loadedModels";
import { type AdapterWriter, loadParts, readBase, teachingHost } from "./loading";
import type { PackedAdapter } from "./adapter/layout";
import { type ModelFiles, pathOf } from "./files/modelFiles";
import { type KeptBases, NO_KEPT_BASES } from "./ownBase/kept";
import { createOwnBases } from "./ownBase/ownBases";
import { createQueue } from "./queue";
import { checkChat, checkDescription, checkTeaching } from "./requestChecks";
import { configureRuntime, type RuntimeSettings } from "./device/runtime";
import { taskFinder } from "./hypernetwork/taskMap";
import { createTeacher, type TeacherHost } from "./teaching/teacher";

export interface EngineEnvironment {
  files: ModelFiles;
  runtime: RuntimeSettings;
  /** Models that can be asked for; absent means the page's own. */
  registry?: readonly ModelRecord[];
  /** The person's own base models that are kept; absent means none ever is. */
  keptBases?: KeptBases;
}

interface Running extends Inspected {
  request: LoadRequest;
  /** Where the models' files come from. */
  source: ModelFiles;
  device: ComputeDevice;
  memory: ConversationMemory;
  teaching: TeacherHost;
}

/** Calls wait for one another: a load never pulls the model from under an answer. */
export function createEngine({
  files,
  runtime,
  registry = MODELS,
  keptBases = NO_KEPT_BASES,
}: EngineEnvironment): Engine {
  configureRuntime(runtime);
  const adapters = new AdapterCollection();
  const listeners = new Set<(event: EngineEvent) => void>();
  let running: Running | null = null;
  const enqueue = createQueue();
  const { filesFor, ...ownBases } = createOwnBases(files, registry, keptBases);
  const teacher = createTeacher({
    exclusive,
    host: () => loaded().teaching,
    adapters,
  });

  function exclusive<T>(
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    return enqueue(() => {
      throwIfAborted(signal);
      return work();
    });
  }

  function emit(event: EngineEvent): void {
    for (const listener of listeners) listener(event);
  }

  function loaded(): Running {
    if (running) return running;
    throw new AppError({ code: "bad-input", fault: { kind: "not-loaded" } });
  }

  /** The loaded hypernetwork and its encoder; throws "bad-input" where the base model is alone. */
  function loadedWriter(): AdapterWriter {
    const { writer, records } = loaded().parts;
    if (writer) return writer;
    const fault = { kind: "no-hypernetwork", base: records.base.label } as const;
    throw new AppError({ code: "bad-input", fault });
  }

  async function unload(): Promise<void> {
    const previous = running;
    running = null;
    adapters.forgetPlaces();
    previous?.memory.batch?.dispose();
    await previous?.parts.dispose();
    previous?.device.dispose();
  }

  async function start(
    request: LoadRequest,
    onProgress: Parameters<Engine["load"]>[1],
    signal: AbortSignal | undefined,
  ): Promise<LoadedModels> {
    const source = await filesFor(request);
    await unload();
    const device = await openDevice(request.device);
    try {
      const parts = await loadParts(
        source,
        request,
        device,
        onProgress,
        signal,
        registry,
      );
      const encoderSha256 = parts.writer?.manifest.encoder.sha256 ?? null;
      const findTasks = taskFinder(files, encoderSha256);
      const teaching = teachingHost(source, parts, device);
      const memory = { batch: null };
      running = { request, source, parts, device, memory, teaching, findTasks };
    } catch (error) {
      device.dispose();
      throw error;
    }
    void device.lost.then((reason) => recover(device, reason));
    return describeLoaded(running.parts, device, runtime.threads);
  }

  /** Rebuilds everything on a new device; adapters are uploaded again when next used. */
  async function recover(device: ComputeDevice, reason: string): Promise<void> {
    emit({ kind: "device-lost", reason });
    if (running?.device !== device) return;
    try {
      await exclusive(undefined, async () => {
        // Models that were asked for meanwhile are on a device of their own by now.
        if (running?.device !== device) return;
        await start(running.request, () => {}, undefined);
      });
      if (running) emit({ kind: "recovered" });
    } catch (error) {
      emit({ kind: "failed", failure: toFailure(error) });
    }
  }

  /** The file of the base model that the adapter is for, which has to be loaded. */
  function baseOf(adapterId: string): Promise<Uint8Array> {
    const { parts, source } = loaded();
    adapters.origin(parts, adapterId);
    return readBase(source, parts.records.base);
  }

  /** The numbers of an adapter that the engine does not keep. */
  async function generateUnkept(
    description: string,
    blend: Blend | null,
    signal?: AbortSignal,
  ): Promise<PackedAdapter> {
    const { hypernetwork } = loadedWriter();
    const { generated } = await generateFrom(hypernetwork, description, blend, signal);
    generated.dispose();
    return generated.packed;
  }

  return {
    inspectDevices: offerDevices,
    listCheckpoints: () => readCheckpoints(files, registry),
    ...ownBases,

    load: (request, onProgress, signal) =>
      exclusive(signal, () => start(request, onProgress, signal)),

    generateAdapter: (description, signal, blend = null) =>
      exclusive(signal, async () => {
        checkDescription(description);
        if (blend) checkDescription(blend.description);
        const { hypernetwork } = loadedWriter();
        const { generated, timings } = await generateFrom(
          hypernetwork,
          description,
          blend,
          signal,
        );
        const lengths = [description, ...(blend ? [blend.description] : [])].map((one) =>
          hypernetwork.measure(one),
        );
        const source = { description, blend, lengths };
        return adapters.add(loaded().parts, source, generated, timings);
      }),

    importAdapter: (files, signal) =>
      exclusive(signal, async () => {
        const { parts } = loaded();
        const started = performance.now();
        const { importFiles } = await import("./adapter/importing");
        const { packed, imported } = await importFiles(files, parts);
        throwIfAborted(signal);
        const readMs = performance.now() - started;
        return adapters.addImported(parts, packed, imported, readMs);
      }),

    blendAdapter: (adapterId, blend, signal) =>
      exclusive(signal, async () => {
        checkDescription(blend.description);
        checkPosition(blend.position);
        const { parts } = loaded();
        const started = performance.now();
        const origin = adapters.origin(parts, adapterId);
        const second = await generateUnkept(blend.description, null, signal);
        const first = adapters.packedFor(parts, adapterId);
        const scalings = [origin.summary.scaling, parts.form.scaling] as const;
        const packed = addLater(first, second, blend.position, scalings);
        throwIfAborted(signal);
        return adapters.addBlended(parts, packed, blend, {
          origin,
          blendMs: performance.now() - started,
        });
      }),

    measureDescription: async (description) =>
      loadedWriter().hypernetwork.measure(description),

    async releaseAdapter(adapterId) {
      adapters.release(adapterId);
      teacher.release(adapterId);
    },

    async teach(request, onProgress, signal) {
      throwIfAborted(signal);
      checkTeaching(request);
      return teacher.teach(request, onProgress, signal);
    },
    stopTeaching: async () => teacher.stop(),
    saveLesson: () => teacher.save(),
    restoreAdapter: (saved) => teacher.restore(saved),
    async saveAdapter(adapterId) {
      const summary = adapters.summary(adapterId);
      const { savedAdapter } = await import("./teaching/savedAdapter");
      return savedAdapter(summary, adapters.packed(adapterId));
    },

    chat: (request, onEvents, signal) =>
      exclusive(signal, () => {
        const { parts, memory } = loaded();
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
          memory,
          chatTemplate: parts.records.base.chatTemplate,
        });
      }),

    exportAdapter: (adapterId, strength, scope = null, options = {}) =>
      exclusive(undefined, async () => {
        const source = isMerged(options.format ?? "peft")
          ? await baseOf(adapterId)
          : null;
        return adapters.export(adapterId, { strength, scope, ...options }, source);
      }),

    mergedBytes: (adapterId, strength, scope = null) =>
      exclusive(undefined, async () => {
        const { parts } = loaded();
        adapters.origin(parts, adapterId);
        return adapters.mergedBytes(adapterId, strength, scope, parts.baseFile);
      }),

    ...createInspections({ exclusive, loaded, adapters }, generateUnkept),

    async findBase(baseModelId) {
      const record = recordOf(registry, "base", baseModelId);
      const [file] = record.files;
      await files.find?.(pathOf(record, file), file);
    },

    storage: () => files.report(),
    clearStorage: () => files.clear(),

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    dispose: () => exclusive(undefined, unload),
  };
}
