/** What a base model's file says of itself, as a list of words. */
import type { Device } from "../../shared/engine";
import type { OwnBase } from "../../shared/models";
import type { Quantities } from "../kit/quantities";
import type { Text } from "../text/translation";

export function ownBaseWords(
  text: Text,
  { count, megabytes }: Quantities,
  { record, architecture, heldBytes }: OwnBase,
  device: Device | null,
): string {
  const { parameters, quantization, files, neededGigabytes } = record;
  const facts = {
    architecture,
    parameters: count(Math.round(parameters / 1e6)),
    type: quantization,
    size: megabytes(files[0].bytes),
  };
  return device === "webgpu"
    ? text("ownBase.factsOnGpu", { ...facts, memory: megabytes(heldBytes.webgpu) })
    : text("ownBase.facts", { ...facts, memory: neededGigabytes });
}
