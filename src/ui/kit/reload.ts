/** Reloading the page without losing anything unsaid. */
import { useState } from "react";
import { useActions } from "../storeContext";

/**
 * The link in the address brings the view back after `begin`. Where it would not bring back
 * everything, the first press only says so.
 */
export function useReload(begin: () => void): {
  loses: boolean;
  reload: () => Promise<void>;
} {
  const { createReload } = useActions();
  const [loses, setLoses] = useState(false);
  async function reload(): Promise<void> {
    const { fragment, isWhole } = await createReload();
    setLoses(!isWhole);
    if (!isWhole && !loses) return;
    if (fragment !== null) history.replaceState(null, "", `#${fragment}`);
    begin();
  }
  return { loses, reload };
}
