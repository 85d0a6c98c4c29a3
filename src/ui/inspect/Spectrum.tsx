/** Singular values of scaling · BA: how many directions an adapter really uses. */
import { useCallback } from "react";
import type { SingularValues } from "../../shared/inspection";
import { moduleName } from "../kit/moduleName";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useQuantities } from "../kit/quantities";
import { TableRegion } from "../kit/TableRegion";
import { useText } from "../text/translation";

export function Spectrum({ values }: { values: SingularValues }) {
  const text = useText();
  const { percent } = useQuantities();
  const draw = useCallback(
    (plot: Plot, width: number) => {
      const points = values.flatMap(({ module, perLayer }) =>
        perLayer.flatMap((ofLayer, layer) =>
          ofLayer.map((value, index) => ({
            module: moduleName(module),
            layer,
            direction: index + 1,
            value,
          })),
        ),
      );
      return plot.plot({
        width,
        height: 240,
        marginTop: 40,
        marginLeft: 48,
        marginBottom: 40,
        fx: { label: null, domain: values.map(({ module }) => moduleName(module)) },
        x: { label: text("inspect.rank"), ticks: 4 },
        y: { label: text("inspect.value"), grid: true },
        marks: [
          plot.line(points, {
            x: "direction",
            y: "value",
            z: "layer",
            fx: "module",
            stroke: "var(--accent)",
            strokeOpacity: 0.5,
            strokeWidth: 1.25,
          }),
          plot.ruleY([0]),
        ],
      });
    },
    [values, text],
  );
  const words = values.map(({ module, perLayer }) =>
    text("inspect.spectrumOf", { module, share: percent(firstShare(perLayer)) }),
  );
  return (
    <section>
      <h3 className="subheading">{text("inspect.spectrum")}</h3>
      <PlotFigure
        draw={draw}
        label={text("inspect.spectrumWords", {
          layers: values[0]?.perLayer.length ?? 0,
          modules: words.join(" "),
        })}
      />
      <p className="note">{text("inspect.spectrumNote")}</p>
      <details className="disclosure">
        <summary>{text("inspect.asTable")}</summary>
        <SpectrumTable values={values} />
      </details>
    </section>
  );
}

/** Of the squared norm, summed over layers. */
function firstShare(perLayer: readonly number[][]): number {
  const squares = (list: readonly number[]) =>
    list.reduce((sum, value) => sum + value * value, 0);
  const all = perLayer.reduce((sum, list) => sum + squares(list), 0);
  const first = perLayer.reduce((sum, list) => sum + squares(list.slice(0, 1)), 0);
  return all === 0 ? 0 : first / all;
}

function SpectrumTable({ values }: { values: SingularValues }) {
  const text = useText();
  const count = Math.max(...values.map(({ perLayer }) => perLayer[0]?.length ?? 0), 0);
  return (
    <TableRegion scrolls="tall" label={text("inspect.spectrum")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text("inspect.module")}</th>
            <th scope="col">{text("inspect.layer")}</th>
            {Array.from({ length: count }, (_, index) => (
              <th key={index} scope="col">
                {index + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.flatMap(({ module, perLayer }) =>
            perLayer.map((list, layer) => (
              <tr key={`${module} ${layer}`}>
                <th scope="row">{moduleName(module)}</th>
                <td>{layer}</td>
                {Array.from({ length: count }, (_, index) => (
                  <td key={index}>{list[index]?.toFixed(3)}</td>
                ))}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </TableRegion>
  );
}
