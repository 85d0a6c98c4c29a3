/** Which base models suit a device, and which of them a first visit begins with. */
import type { DeviceOffer } from "../../shared/engine";
import {
  type BaseModelRecord,
  DEFAULT_MODELS,
  hypernetworksFor,
  type ModelRecord,
  recordsOf,
} from "../../shared/models";

/** What the browser tells of the device and its connection. */
export interface Visit {
  /** Memory as the browser tells it, rounded and at most 8; null where it does not tell. */
  gigabytes: number | null;
  isPhone: boolean;
  /** Whether the person asked for little to be transferred. */
  isMetered: boolean;
}

/** Memory up to which a base model suits every device that the page runs on. */
export const LIGHT_GIGABYTES = 2;
/** The most that browsers tell, and what a heavier model asks for. */
const MUCH_MEMORY = 8;

/** Whether the device is likely to run the model well, and may fetch it unasked. */
export function suits(
  { neededGigabytes }: Pick<BaseModelRecord, "neededGigabytes">,
  { webgpu }: DeviceOffer,
  { gigabytes, isPhone, isMetered }: Visit,
): boolean {
  if (neededGigabytes <= LIGHT_GIGABYTES) return true;
  const hasGpu = webgpu.status === "available" && !webgpu.isFallbackAdapter;
  const hasMemory = gigabytes === null || gigabytes >= MUCH_MEMORY;
  return hasGpu && hasMemory && !isPhone && !isMetered;
}

/**
 * The base model to begin with: of those that suit the device and that a hypernetwork writes
 * adapters for, the one whose adapters do best.
 */
export function firstBase(
  registry: readonly ModelRecord[],
  offer: DeviceOffer,
  visit: Visit,
): string {
  const candidates = recordsOf(registry, "base").filter(
    (record) =>
      hypernetworksFor(registry, record.id).length > 0 && suits(record, offer, visit),
  );
  const accuracy = ({ unseenTasks }: BaseModelRecord) => unseenTasks?.generated ?? 0;
  const [best] = candidates.toSorted((a, b) => accuracy(b) - accuracy(a));
  return best?.id ?? DEFAULT_MODELS.base;
}
