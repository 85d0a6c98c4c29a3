/**
 * The one door to ONNX Runtime: sessions are created and run one at a time, because the
 * runtime dies on two calls at once (onnxruntime-web 1.30, measured).
 */
import * as ort from "onnxruntime-web/webgpu";
import {
  type OnnxTensor,
  type SerialisedModel,
  serialiseModel,
} from "../../formats/onnx";
import { AppError } from "../../shared/errors";
import { createQueue } from "../queue";
import { externalData } from "./externalData";
import { GraphBuilder } from "./graph";

export type Tensor = ort.Tensor;
export type Feeds = Record<string, ort.Tensor>;
export const Tensor = ort.Tensor;

/** A weight as a session's input; bytes that are there already are referred to, not copied. */
export function asInput({ type, shape, bytes: given }: OnnxTensor): Tensor {
  const bytes = given instanceof Uint8Array ? given : given.make();
  const { buffer, byteOffset, byteLength } = bytes;
  switch (type) {
    case "float32":
      return new Tensor(
        type,
        new Float32Array(buffer, byteOffset, byteLength / 4),
        shape,
      );
    case "int8":
      return new Tensor(type, new Int8Array(buffer, byteOffset, byteLength), shape);
    case "uint8":
    case "uint4":
    case "int4":
      return new Tensor(type, bytes, shape);
    case "int32":
    case "int64":
    case "float16":
    case "bfloat16":
      throw new Error(`Weights of type ${type} are not fed.`);
    default:
      return type satisfies never;
  }
}

export interface RuntimeSettings {
  /** Threads of the WebAssembly runtime; more than one needs cross-origin isolation. */
  threads: number;
  /** Addresses of the runtime's own files; absent in Node, which finds them itself. */
  files?: { mjs: string; wasm: string };
}

/** Sets what can only be set before the first session. */
export function configureRuntime(settings: RuntimeSettings): void {
  ort.env.wasm.numThreads = settings.threads;
  ort.env.logLevel = "error";
  // transformers.js points this at a content network when it is imported.
  if (settings.files) ort.env.wasm.wasmPaths = settings.files;
  else delete ort.env.wasm.wasmPaths;
}

const enqueue = createQueue();

/** One session of the runtime's. */
export class Session {
  private readonly inner: ort.InferenceSession;
  private isLost = false;

  private constructor(inner: ort.InferenceSession, lost: Promise<unknown> | undefined) {
    this.inner = inner;
    void lost?.then(() => (this.isLost = true));
  }

  /**
   * `lost` resolves when the device of the session is gone. Throws "out-of-memory" or
   * "device-lost" when that is what the runtime reports.
   */
  static create(
    model: SerialisedModel,
    options: ort.InferenceSession.SessionOptions,
    lost?: Promise<unknown>,
  ): Promise<Session> {
    return enqueue(async () => {
      const failures: unknown[] = [];
      try {
        const inner = await ort.InferenceSession.create(model.model, {
          externalData: externalData(model, (error) => failures.push(error)),
          graphOptimizationLevel: "all",
          ...options,
        });
        return new Session(inner, lost);
      } catch (error) {
        throw translate(failures[0] ?? error);
      }
    });
  }

  /** Runs one inference; outputs given in `fetches` are written in place, null ones allocated. */
  run(feeds: Feeds, fetches?: Record<string, ort.Tensor | null>): Promise<Feeds> {
    return enqueue(async () => {
      try {
        const outputs = fetches
          ? await this.inner.run(feeds, fetches)
          : await this.inner.run(feeds);
        return outputs as Feeds;
      } catch (error) {
        throw this.isLost ? deviceLost(error) : translate(error);
      }
    });
  }

  /** Frees the session; safe after the device is lost. */
  dispose(): Promise<void> {
    return enqueue(() => this.inner.release().catch(() => {}));
  }
}

/**
 * Compiles and starts the WebAssembly runtime, which the first session would do otherwise: a second
 * that files can be read in. Where that fails, every session that is created says why.
 */
export function startRuntime(): void {
  const builder = new GraphBuilder("start");
  const x = builder.input("x", "float32", [1]);
  builder.operator("Identity", [x], { outputs: ["y"] });
  builder.output("y", "float32", [1]);
  const options = { executionProviders: ["wasm"] };
  void Session.create(serialiseModel(builder.finish()), options).then(
    (session) => session.dispose(),
    () => {},
  );
}

/** The runtime reports failures as prose; this recognises those a person can act on. */
function translate(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/device (is|was) lost|device.*(lost|destroyed)|external Instance/i.test(message)) {
    return deviceLost(error);
  }
  if (
    /bad_alloc|out of memory|OOM|allocation failed|could not allocate|enlarge memory/i.test(
      message,
    )
  ) {
    return new AppError({ code: "out-of-memory", of: "tab" }, { cause: error });
  }
  return error;
}

function deviceLost(cause: unknown): AppError {
  return new AppError({ code: "device-lost" }, { cause });
}
