/** Where an adapter applies, in words. */
import type { AdapterScope } from "../../shared/adapter";
import { moduleName } from "./moduleName";
import { useQuantities } from "./quantities";
import { useText } from "../text/translation";

/** Null is all of it. */
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
