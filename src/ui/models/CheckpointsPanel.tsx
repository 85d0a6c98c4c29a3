/** Deck tab "Checkpoints": what variants differ in, and what the installed ones are worth. */
import { recordOf } from "../../shared/models";
import type { VariantOf } from "../../shared/variants";
import { CheckpointLibraries } from "./CheckpointLibraries";
import { InstalledCheckpoints } from "./InstalledCheckpoints";
import { TableRegion } from "../kit/TableRegion";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

/** The base model that `millions` is counted for. */
const COUNTED_BASE = "smollm2-135m-instruct-q4_1";

/**
 * Parameters of the output heads in millions, with latent size 128, head input 512, rank 8 and
 * the modules q and v.
 */
const HEADS: Record<VariantOf<"latent">, { width: string; millions: number }> = {
  L: { width: "r · (in + out)", millions: 8.7 },
  M: { width: "r · max(in, out)", millions: 5.5 },
  S: { width: "max(in, out)", millions: 1.4 },
};
const COMPARED = Object.keys(HEADS) as (keyof typeof HEADS)[];

export function CheckpointsPanel() {
  const text = useText();
  const registry = useApp((state) => state.registry);
  const model = recordOf(registry, "base", COUNTED_BASE).label;
  return (
    <article className="prose">
      <h2 className="heading">{text("checkpoints.differ")}</h2>
      <p>{text("checkpoints.onlyHead")}</p>
      <TableRegion scrolls="wide" label={text("checkpoints.compared")}>
        <table className="comparison">
          <thead>
            <tr>
              <th scope="col">{text("checkpoints.variant")}</th>
              <th scope="col">{text("checkpoints.emits")}</th>
              <th scope="col">{text("checkpoints.told")}</th>
              <th scope="col">{text("checkpoints.width")}</th>
              <th scope="col">{text("checkpoints.parameters")}</th>
            </tr>
          </thead>
          <tbody>
            {COMPARED.map((variant) => (
              <tr key={variant}>
                <th scope="row">T2L-{variant}</th>
                <td>{text(`checkpoints.emitsOf.${variant}`)}</td>
                <td>{text(`checkpoints.toldOf.${variant}`)}</td>
                <td className="figure">{HEADS[variant].width}</td>
                <td className="figure">{HEADS[variant].millions.toFixed(1)} M</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      <p className="note">{text("checkpoints.countNote", { model })}</p>
      <p>{text("checkpoints.training")}</p>
      <p>{text("checkpoints.gist")}</p>
      <InstalledCheckpoints />
      <CheckpointLibraries />
    </article>
  );
}
