/** An Engine that answers from a table and stops where a test tells it to. */
import type { AdapterSummary, ImportedFrom } from "../src/shared/adapter";
import type {
  ChatEvent,
  ChatRequest,
  ColumnRequest,
  ColumnResult,
  FinishReason,
} from "../src/shared/chat";
import type {
  DeviceOffer,
  Engine,
  EngineEvent,
  CheckpointInfo,
  LoadProgress,
  LoadRequest,
  LoadedModels,
} from "../src/shared/engine";
import type { DescriptionPlace, TrainingTasks } from "../src/shared/inspection";
import { AppError, throwIfAborted } from "../src/shared/errors";
import { MODELS, type ModelRecord, recordOf } from "../src/shared/models";
import type { TeachRequest } from "../src/shared/teaching";
import { adapterSummary, blendedSummary, LAYERS } from "./fakeAdapters";
import { fakeOwnBases, type FakeOwnBases } from "./fakeOwnBases";
import { fakeTeaching } from "./fakeTeaching";

/** Characters of a description that it reads, in place of tokens. */
const LONGEST_READ = 1500;

export interface FakeOptions {
  offer?: DeviceOffer;
  /** Answer of a column; by default its own messages, so that tests see what it was given. */
  answer?(column: ColumnRequest, request: ChatRequest): string;
  /** The shares of the messages whose reading it tells of; none by default. */
  reading?: number[];
  /** Called before each step named; a test may delay or throw here. */
  before?(
    step:
      | "load"
      | "find"
      | "generate"
      | "blend"
      | "import"
      | "teach"
      | "chat"
      | "read"
      | "token"
      | "export",
  ): Promise<void> | void;
  progress?: LoadProgress[];
  /** Hypernetworks that the site has; the registry's by default. */
  checkpoints?: CheckpointInfo[];
  /** What it says of files that it imports. */
  imported?: Partial<ImportedFrom>;
  /** Models that it can load; by default the page's own. */
  registry?: readonly ModelRecord[];
  ownBases?: FakeOwnBases;
}

export interface FakeEngine extends Engine {
  /** Requests that were made of it, in order. */
  readonly calls: {
    loads: LoadRequest[];
    chats: ChatRequest[];
    released: string[];
    lessons: TeachRequest[];
  };
  emit(event: EngineEvent): void;
}

const ANY_LOAD: LoadRequest = {
  device: "wasm",
  baseModelId: "smollm2-135m-instruct-q4_1",
  encoderId: "all-minilm-l6-v2",
  hypernetworkId: "smollm2-135m-t2l-g-sft",
  contextLength: 1024,
};

function lengthOf({ length }: string) {
  return { tokens: length, read: Math.min(length, LONGEST_READ) };
}

export function createFakeEngine(options: FakeOptions = {}): FakeEngine {
  const calls: FakeEngine["calls"] = { loads: [], chats: [], released: [], lessons: [] };
  const listeners = new Set<(event: EngineEvent) => void>();
  const before = async (step: Parameters<NonNullable<FakeOptions["before"]>>[0]) =>
    options.before?.(step);
  const held = new Set<string>();
  const summaries = new Map<string, AdapterSummary>();
  let nextAdapter = 1;
  let keptBytes = 0;

  function keep(make: (id: string) => AdapterSummary): AdapterSummary {
    const summary = make(`adapter-${nextAdapter++}`);
    held.add(summary.id);
    summaries.set(summary.id, summary);
    return summary;
  }

  return {
    calls,
    emit(event) {
      if (event.kind === "failed") {
        held.clear();
        summaries.clear();
      }
      for (const listener of listeners) listener(event);
    },
    async inspectDevices() {
      return (
        options.offer ?? {
          webgpu: { status: "available", name: "Apple M3", isFallbackAdapter: false },
          recommended: "webgpu",
        }
      );
    },
    async listCheckpoints() {
      return options.checkpoints ?? [loadedModels(ANY_LOAD).hypernetwork!];
    },
    async load(request, onProgress, signal) {
      calls.loads.push(request);
      for (const progress of options.progress ?? []) {
        throwIfAborted(signal);
        onProgress(progress);
      }
      await stoppable(before("load"), signal);
      keptBytes = 189_334_000;
      return loadedModels(request, options.registry);
    },
    findBase: () => before("find"),
    async generateAdapter(description, signal, blend = null) {
      await stoppable(before("generate"), signal);
      if (calls.loads.at(-1)?.hypernetworkId === null) {
        const fault = { kind: "no-hypernetwork", base: "the base model" } as const;
        throw new AppError({ code: "bad-input", fault });
      }
      const texts = blend ? [description, blend.description] : [description];
      const { baseModelId } = calls.loads.at(-1) ?? ANY_LOAD;
      return keep((id) => ({
        ...(blend
          ? blendedSummary(id, description, blend)
          : adapterSummary(id, description)),
        baseModelId,
        lengths: texts.map(lengthOf),
      }));
    },
    async importAdapter(files, signal) {
      await stoppable(before("import"), signal);
      const imported = {
        name: files[0]!.name,
        baseName: null,
        vainPatterns: [],
        rank: 8,
        modules: ["q_proj", "v_proj"],
        ...options.imported,
      };
      const { baseModelId } = calls.loads.at(-1) ?? ANY_LOAD;
      return keep((id) => ({
        ...adapterSummary(id, imported.name),
        description: "",
        baseModelId,
        hypernetworkId: null,
        imported,
      }));
    },
    async blendAdapter(adapterId, blend, signal) {
      await stoppable(before("blend"), signal);
      const first = summaries.get(adapterId);
      if (!first) throw new Error(`Adapter ${adapterId} is not held.`);
      const words = [first.checksum, ...Object.values(blend)].join(" / ");
      const { checksum, sketch } = adapterSummary("", words);
      const blendedWith = [...(first.blendedWith ?? []), blend];
      return keep((id) => ({ ...first, id, checksum, sketch, blendedWith }));
    },
    ...fakeOwnBases(options.ownBases),
    ...fakeTeaching({
      calls: calls.lessons,
      before: (signal) => stoppable(before("teach"), signal),
      find: (id) => summaries.get(id),
      keep,
      loaded: () => calls.loads.at(-1) ?? ANY_LOAD,
    }),
    async releaseAdapter(adapterId) {
      calls.released.push(adapterId);
      held.delete(adapterId);
      summaries.delete(adapterId);
    },
    async chat(request, onEvents, signal) {
      calls.chats.push(request);
      for (const { adapterId } of request.columns) {
        if (adapterId !== null && !held.has(adapterId)) {
          throw new Error(`Adapter ${adapterId} is not held.`);
        }
      }
      await stoppable(before("chat"), signal);
      for (const read of options.reading ?? []) {
        onEvents(
          request.columns.map((column) => ({ ...NOT_BEGUN, columnId: column.id, read })),
        );
        await stoppable(before("read"), signal);
      }
      return writeLockStep(request);

      async function writeLockStep({ columns }: ChatRequest): Promise<ColumnResult[]> {
        const answers = columns.map((column) =>
          (options.answer ?? repeat)(column, request).split(/(?<= )/u),
        );
        const longest = Math.max(...answers.map(({ length }) => length));
        let written = 0;
        while (written < longest && !signal?.aborted) {
          await before("token");
          written += 1;
          onEvents(columns.map((column, index) => event(column, answers[index]!)));
        }
        return columns.map((column, index) => {
          const { finish, ...rest } = event(column, answers[index]!);
          return { ...rest, finish: finish ?? "aborted", firstTokenMs: 120 };
        });

        function event({ id }: ColumnRequest, pieces: string[]): ChatEvent {
          const tokens = Math.min(written, pieces.length);
          const finish: FinishReason | null = tokens === pieces.length ? "stop" : null;
          return {
            columnId: id,
            read: 1,
            text: pieces.slice(0, tokens).join(""),
            tokens,
            finish,
            tokensPerSecond: 41.2,
          };
        }
      }
    },
    async exportAdapter(adapterId, strength, scope = null, { format, card } = {}) {
      await before("export");
      return {
        name: "dates-in-words.zip",
        mediaType: "application/zip",
        bytes: new TextEncoder().encode(
          `${adapterId} × ${strength}${scope ? ` in ${JSON.stringify(scope)}` : ""}` +
            `${format ? ` as ${format}` : ""}${card ? `\n${card}` : ""}`,
        ),
      };
    },
    async mergedBytes(_, strength, scope = null) {
      if (strength === 0) return { "merged-f16": 98_000_000, "merged-q8_0": 98_000_000 };
      return scope
        ? { "merged-f16": 99_000_000, "merged-q8_0": 98_500_000 }
        : { "merged-f16": 242_000_000, "merged-q8_0": 143_000_000 };
    },
    async trainingTasks() {
      return TRAINING_TASKS;
    },
    async placeDescription(description, signal) {
      throwIfAborted(signal);
      return placeOf(description);
    },
    measureDescription: async (description) => lengthOf(description),
    async singularValues() {
      return ["q_proj", "v_proj"].map((module) => ({
        module,
        perLayer: Array.from({ length: LAYERS }, (_, layer) =>
          Array.from({ length: 8 }, (__, index) => (1 + layer / 30) * 0.6 ** index),
        ),
      }));
    },
    async movement(adapterId) {
      const summary = summaries.get(adapterId);
      if (!summary?.description) return null;
      return summary.norms.map(({ module, perLayer }) => ({
        module,
        perLayer: perLayer.map((norm, layer) => (norm * layer) / (4 * LAYERS)),
      }));
    },
    async compareToMean(_, signal) {
      throwIfAborted(signal);
      return { adapter: 0.62, tasks: [0.4, 0.55, 0.7, 0.81], gibberish: [0.78, 0.83] };
    },
    async compareDescriptions(_, descriptions, signal) {
      await stoppable(before("generate"), signal);
      return descriptions.map((__, index) => 0.93 - index / 50);
    },
    async storage() {
      return {
        keptBytes,
        files: [
          {
            name: recordOf(MODELS, "base", ANY_LOAD.baseModelId).files[0].sha256,
            bytes: keptBytes,
          },
        ],
        quotaBytes: 12_000_000_000,
        notKept: null,
      };
    },
    async clearStorage() {
      keptBytes = 0;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async dispose() {},
  };
}

const NOT_BEGUN = { text: "", tokens: 0, finish: null, tokensPerSecond: 0 };

const TRAINING_TASKS: TrainingTasks = {
  tasks: ["acronym", "plural", "past_tense", "capital_city"].map((name, index) => ({
    name,
    family: index < 2 ? "string-ops" : "linguistics",
    description: `Do what ${name.replace("_", " ")} says.`,
    x: Math.cos(2 * index) / 2,
    y: Math.sin(2 * index) / 2,
  })),
  explained: 0.17,
  nearestSimilarity: {
    train: [
      { share: 0.05, similarity: 0.66 },
      { share: 0.25, similarity: 0.75 },
    ],
    validation: [
      { share: 0.05, similarity: 0.45 },
      { share: 0.25, similarity: 0.58 },
    ],
    gibberish: [{ share: 0.95, similarity: 0.41 }],
  },
};

/** Place of a description; longer ones lie nearer. */
function placeOf(description: string): DescriptionPlace {
  const similarity = Math.min(0.9, 0.3 + description.length / 100);
  return {
    x: similarity / 2,
    y: -similarity / 3,
    nearest: TRAINING_TASKS.tasks.map((_, task) => ({
      task,
      similarity: similarity - task / 20,
    })),
  };
}

function stoppable(work: Promise<unknown>, signal: AbortSignal | undefined) {
  return new Promise<void>((resolve, reject) => {
    const stop = () => {
      try {
        throwIfAborted(signal);
      } catch (error) {
        reject(error);
      }
    };
    stop();
    signal?.addEventListener("abort", stop);
    work
      .finally(() => signal?.removeEventListener("abort", stop))
      .then(() => resolve(), reject);
  });
}

function repeat({ messages, strength }: ColumnRequest): string {
  return `${messages.map(({ role, content }) => `${role}: ${content}`).join(" ")} × ${strength}`;
}

export function loadedModels(
  { device, baseModelId, hypernetworkId, contextLength, ownBase }: LoadRequest,
  registry = MODELS,
) {
  const { label, source, files } =
    ownBase?.record ?? recordOf(registry, "base", baseModelId);
  return {
    deviceReport: {
      device,
      name: device === "webgpu" ? "Apple M3" : "WebAssembly",
      isFallbackAdapter: false,
      threads: 4,
      crossOriginIsolated: true,
    },
    contextLength,
    base: {
      id: baseModelId,
      label,
      sha256: source.kind === "own" ? files[0].sha256 : "b1".repeat(32),
      bytesHeld: 98_362_432,
    },
    encoder:
      hypernetworkId !== null
        ? {
            id: "all-minilm-l6-v2",
            label: "all-MiniLM-L6-v2",
            sha256: "e2".repeat(32),
          }
        : null,
    hypernetwork:
      hypernetworkId !== null
        ? {
            id: hypernetworkId,
            label: "T2L-G · SFT",
            sha256: "c3".repeat(32),
            variant: "G",
            training: "sft",
            reader: "base",
            parameters: 8_700_000,
            bytes: 17_400_000,
            targetModules: ["q_proj", "v_proj"],
            rank: 8,
            alpha: 16,
            scaling: 2,
            library: null,
            evaluation: {
              conditions: {
                base: { score: 0.021, low: 0.01, high: 0.04 },
                own: { score: 0.243, low: 0.18, high: 0.31 },
              },
              tasks: 69,
              examplesPerTask: 20,
            },
          }
        : null,
  } satisfies LoadedModels;
}
