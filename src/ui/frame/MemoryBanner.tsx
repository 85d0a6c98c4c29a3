/** Asks before the models are loaded where they may not fit. */
import { NEEDED_GIGABYTES } from "../../store/models/memoryActions";
import { Banner } from "./Banners";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function MemoryBanner() {
  const text = useText();
  const guard = useApp((state) => state.memoryGuard);
  const { startAnyway } = useActions();
  if (!guard) return null;
  const { gigabytes } = guard;
  return (
    <Banner
      tone="warning"
      action={{ label: text("memory.load"), run: () => void startAnyway() }}
    >
      {gigabytes === null
        ? text("memory.unknown", { needed: NEEDED_GIGABYTES })
        : text("memory.small", { gigabytes, needed: NEEDED_GIGABYTES })}
    </Banner>
  );
}
