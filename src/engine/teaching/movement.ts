/** How far teaching has moved an adapter. */
import type { AdapterSummary } from "../../shared/adapter";
import type { PackedAdapter } from "../adapter/layout";
import { deltaNorms, unpackAdapter } from "../adapter/tensors";
import { weightedSum } from "../hypernetwork/blending";

/** ‖scaling · (BA − B₀A₀)‖ (Frobenius) per module and layer. */
export function movement(
  taught: PackedAdapter,
  before: PackedAdapter,
  scaling: number,
): AdapterSummary["norms"] {
  return deltaNorms(unpackAdapter(weightedSum(taught, before, [1, -1])), scaling);
}
