/** Small GGUF files for tests, sound ones and others; ggml's types go by their names. */
import { writeGguf as write, type GgufField } from "../../src/formats/ggufWriter";
import { GGML_TYPES, type GgmlTypeName } from "../../src/formats/ggml/types";

export type { GgufField };

export interface WrittenTensor {
  name: string;
  /** Row-major. */
  shape: readonly number[];
  /** IQ4_XS stands for what cannot be read. */
  type: GgmlTypeName | "IQ4_XS";
  bytes: Uint8Array;
}

export interface GgufContent {
  version?: number;
  metadata: Record<string, GgufField>;
  tensors: readonly WrittenTensor[];
}

const IQ4_XS = 23;

export function writeGguf({ tensors, ...content }: GgufContent): Uint8Array<ArrayBuffer> {
  return write({
    ...content,
    tensors: tensors.map(({ type, ...tensor }) => ({
      ...tensor,
      typeNumber: type === "IQ4_XS" ? IQ4_XS : GGML_TYPES[type].number,
    })),
  });
}
