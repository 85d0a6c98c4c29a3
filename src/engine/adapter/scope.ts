/** Modules and layers that an adapter applies to. */
import type { AdapterScope } from "../../shared/adapter";

export function isInScope(
  scope: AdapterScope,
  { module, layer }: { module: string; layer: number },
): boolean {
  return (
    scope.modules.includes(module) &&
    layer >= scope.firstLayer &&
    layer <= scope.lastLayer
  );
}

/** Whether both name the same modules in the same order, and the same layers; null is all. */
export function isSameScope(
  left: AdapterScope | null,
  right: AdapterScope | null,
): boolean {
  if (!left || !right) return left === right;
  return (
    left.firstLayer === right.firstLayer &&
    left.lastLayer === right.lastLayer &&
    left.modules.join() === right.modules.join()
  );
}
