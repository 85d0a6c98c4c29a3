/** The encoder of a hypernetwork, fetched and opened when something first reads it. */
import type { EncoderRecord, ModelFile } from "../../shared/models";
import { throwIfAborted } from "../../shared/errors";
import type { ComputeDevice } from "../device/device";
import type { Encoder } from "./encoder";

/** Callers share what is fetched and opened; what failed is forgotten, so the next call tries again. */
export interface EncoderSource {
  record: EncoderRecord;
  /**
   * Fetches the files, beside whatever else the device does. Rejects as `ModelFiles.read` does,
   * with "aborted" once disposed.
   */
  fetch(): Promise<void>;
  /** Opens the encoder on the device, which must do nothing else; fetches what is missing. */
  open(): Promise<Encoder>;
  /** Ends a fetch that is under way; waits until its files are let go. */
  dispose(): Promise<void>;
}

export type ReadEncoderFile = (
  file: ModelFile,
  signal: AbortSignal,
) => Promise<Uint8Array>;

export function encoderSource(
  record: EncoderRecord,
  read: ReadEncoderFile,
  device: ComputeDevice,
): EncoderSource {
  const stopping = new AbortController();
  const { signal } = stopping;
  let contents: Promise<Map<string, Uint8Array>> | null = null;
  let opened: Promise<Encoder> | null = null;

  function fetched(): Promise<Map<string, Uint8Array>> {
    contents ??= readContents().catch((error: unknown) => {
      contents = null;
      throw error;
    });
    return contents;
  }

  async function readContents() {
    const found = new Map<string, Uint8Array>();
    for (const file of record.files) {
      throwIfAborted(signal);
      found.set(file.path, await read(file, signal));
    }
    return found;
  }

  async function create(): Promise<Encoder> {
    try {
      const { createEncoder } = await import("./encoder");
      const found = await fetched();
      throwIfAborted(signal);
      const text = (name: string) => new TextDecoder().decode(found.get(name));
      return await createEncoder(
        {
          weights: found.get("model.safetensors")!,
          config: text("config.json"),
          tokenizer: text("tokenizer.json"),
          tokenizerConfig: text("tokenizer_config.json"),
        },
        device,
      );
    } finally {
      // The session holds its own copy of the weights.
      contents = null;
    }
  }

  return {
    record,
    async fetch() {
      throwIfAborted(signal);
      await (opened ?? fetched());
    },
    async open() {
      throwIfAborted(signal);
      opened ??= create().catch((error: unknown) => {
        opened = null;
        throw error;
      });
      return opened;
    },
    async dispose() {
      stopping.abort();
      await contents?.catch(() => {});
      contents = null;
      const encoder = await opened?.catch(() => null);
      opened = null;
      await encoder?.dispose();
    },
  };
}
