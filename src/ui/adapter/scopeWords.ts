/** Words for the modules and layers an adapter applies to. */
import type { AdapterScope } from "../../shared/adapter";
import { moduleName } from "../kit/moduleName";
import { useQuantities } from "../kit/quantities";
import { useText } from "../text/translation";

/** Turns a scope into words; null means all of the adapter. */
export function useScopeWords(): (scope: AdapterScope | null) => string {
  const text = useText();
  const { list } = useQuantities();
  return (scope) => {
    if (!scope) return text("steer.scopeWhole");
    const { modules, firstLayer, lastLayer } = scope;
    if (modules.length === 0) return text("steer.scopeNothing");
    return text("steer.scopePart", {
      modules: list(modules.map(moduleName)),
      first: firstLayer,
      last: lastLayer,
    });
  };
}
