/** Memory, kind and connection of the device, as the browser tells them (W3C Device Memory, Save Data). */
import type { Visit } from "../store/models/baseChoice";

export function visit(): Visit {
  const {
    deviceMemory: gigabytes,
    userAgentData,
    connection,
  } = navigator as {
    deviceMemory?: number;
    userAgentData?: { mobile: boolean };
    connection?: { saveData?: boolean };
  };
  const isPhone =
    userAgentData?.mobile ?? /Android|iPhone|iPad/u.test(navigator.userAgent);
  const isMetered = connection?.saveData ?? false;
  return { gigabytes: gigabytes ?? null, isPhone, isMetered };
}
