/** What the browser tells of the device's memory (W3C Device Memory) and kind. */
import type { DeviceMemory } from "../store/models/memoryActions";

export function deviceMemory(): DeviceMemory {
  const { deviceMemory: gigabytes, userAgentData } = navigator as {
    deviceMemory?: number;
    userAgentData?: { mobile: boolean };
  };
  const isPhone =
    userAgentData?.mobile ?? /Android|iPhone|iPad/u.test(navigator.userAgent);
  return { gigabytes: gigabytes ?? null, isPhone };
}
