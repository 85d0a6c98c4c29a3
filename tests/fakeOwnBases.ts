/** The part of a fake engine that knows base models from files: facts by a table, files kept in it. */
import type { Engine } from "../src/shared/engine";
import { type OwnBase, ownBaseId } from "../src/shared/models";
import { NEW_BASE } from "./newBase";

const HASH = "5a".repeat(32);

/** Facts of a file; `neededGigabytes` above 2 makes the page ask. */
export function ownBase(
  name: string,
  { sha256 = HASH, neededGigabytes = 1, wasm = 5e8 } = {},
): OwnBase {
  const label = name.replace(/\.gguf$/u, "");
  return {
    architecture: "llama",
    trainedContext: 8192,
    heldBytes: { wasm, webgpu: 1e8 },
    record: {
      ...NEW_BASE,
      id: ownBaseId(sha256),
      label,
      name: label,
      hubId: null,
      goodFor: null,
      neededGigabytes,
      source: { kind: "own" },
      files: [{ path: name, bytes: 144_000_000, sha256 }],
    },
  };
}

type OwnBaseCalls = Pick<Engine, "inspectBase" | "keepBase" | "keptBases" | "removeBase">;

export interface FakeOwnBases {
  /** Facts of a file, or a failure that is thrown; by default those of `ownBase`. */
  inspect?(file: File, signal?: AbortSignal): OwnBase | Promise<OwnBase>;
  /** Called before a file is kept; may throw. */
  keep?(signal?: AbortSignal): void | Promise<void>;
  /** Base models that an earlier visit kept. */
  kept?: OwnBase[];
}

export function fakeOwnBases({
  inspect = ({ name }) => ownBase(name),
  keep = () => {},
  kept = [],
}: FakeOwnBases = {}): OwnBaseCalls {
  const held = new Map(kept.map((base) => [base.record.files[0].sha256, base]));
  return {
    async inspectBase(file, onBytes, signal) {
      onBytes(file.size / 2);
      return inspect(file, signal);
    },
    async keepBase({ record, file }, onBytes, signal) {
      onBytes(file!.size / 2);
      await keep(signal);
      held.set(record.files[0].sha256, { ...ownBase(file!.name), record });
    },
    keptBases: async () => [...held.values()],
    removeBase: async (sha256) => void held.delete(sha256),
  };
}
