/** Deck tab "L, M and S": what the three hypernetworks differ in, and what that costs. */
import type { HypernetworkInfo } from "../../shared/engine";
import { InstalledCheckpoints } from "./InstalledCheckpoints";
import { recordOf } from "../../shared/models";
import { TableRegion } from "../kit/TableRegion";
import { useApp } from "../storeContext";
import { useText } from "../text/translation";

/** The base model that `millions` is counted for. */
const COUNTED_BASE = "smollm2-135m-instruct-q4_1";

/** With latent size 128, head input 512, rank 8 and the modules q and v; in millions. */
const VARIANTS: readonly {
  variant: Exclude<HypernetworkInfo["variant"], "G">;
  width: string;
  millions: number;
}[] = [
  { variant: "L", width: "r · (in + out)", millions: 8.7 },
  { variant: "M", width: "r · max(in, out)", millions: 5.5 },
  { variant: "S", width: "max(in, out)", millions: 1.4 },
];

export function VariantsPanel() {
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
            {VARIANTS.map(({ variant, width, millions }) => (
              <tr key={variant}>
                <th scope="row">T2L-{variant}</th>
                <td>{text(`checkpoints.emitsOf.${variant}`)}</td>
                <td>{text(`checkpoints.toldOf.${variant}`)}</td>
                <td className="figure">{width}</td>
                <td className="figure">{millions.toFixed(1)} M</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
      <p className="note">{text("checkpoints.countNote", { model })}</p>
      <p>{text("checkpoints.training")}</p>
      <p>{text("checkpoints.gist")}</p>
      <InstalledCheckpoints />
    </article>
  );
}
