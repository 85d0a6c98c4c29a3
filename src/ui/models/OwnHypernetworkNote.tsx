/** Says for a person's own base model whose the hypernetworks are, and how to train one for it. */
import { recordsOf } from "../../shared/models";
import { useQuantities } from "../kit/quantities";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";
import { baseModel } from "../../store/state";

export function OwnHypernetworkNote() {
  const text = useText();
  const { list } = useQuantities();
  const registry = useApp((state) => state.registry);
  const base = useApp(baseModel);
  if (base.source.kind !== "own") return null;
  const served = new Set(
    recordsOf(registry, "hypernetwork").map(({ baseModelId }) => baseModelId),
  );
  const bases = recordsOf(registry, "base").filter(({ id }) => served.has(id));
  return (
    <p className="note">
      {text("ownBase.hypernetworks", {
        base: base.name,
        bases: list(bases.map(({ name }) => name)),
      })}
    </p>
  );
}
