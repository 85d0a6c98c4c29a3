/** Weights of a serialised model as the runtime reads them: one after another, made when asked for. */
import type { DeferredBytes, SerialisedModel } from "../../formats/onnx";

/** `onFailure` is told why a weight could not be made; the runtime says only that it was none. */
export function externalData(
  { external }: SerialisedModel,
  onFailure: (error: unknown) => void,
): { path: string; data: Uint8Array<ArrayBuffer> }[] {
  return external.map(({ path, data }) => ({
    path,
    data:
      data instanceof Uint8Array
        ? (data as Uint8Array<ArrayBuffer>)
        : new BytesMadeOnReading(data, onFailure),
  }));
}

/**
 * An array that seems as long as its bytes will be, and makes them when the runtime asks for a part
 * to copy. That is all the runtime does with a weight's array (onnxruntime-web 1.31: it looks at
 * `byteLength` and calls `subarray`).
 */
class BytesMadeOnReading extends Uint8Array<ArrayBuffer> {
  private readonly deferred: DeferredBytes;
  private readonly onFailure: (error: unknown) => void;

  constructor(deferred: DeferredBytes, onFailure: (error: unknown) => void) {
    super(new ArrayBuffer(0));
    this.deferred = deferred;
    this.onFailure = onFailure;
  }

  override get byteLength(): number {
    return this.deferred.byteLength;
  }

  override subarray(from = 0, to = this.byteLength): Uint8Array<ArrayBuffer> {
    try {
      return this.deferred.make().subarray(from, to) as Uint8Array<ArrayBuffer>;
    } catch (error) {
      this.onFailure(error);
      throw error;
    }
  }
}
