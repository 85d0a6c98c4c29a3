/** ‖scaling · BA‖ of every layer and module as a heat map; the adapter block has the table. */
import { useCallback } from "react";
import type { AdapterSummary } from "../../shared/adapter";
import { moduleName } from "../kit/moduleName";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useText } from "../text/translation";

export function LayerMap({ norms }: { norms: AdapterSummary["norms"] }) {
  const text = useText();
  const draw = useCallback(
    (plot: Plot, width: number) => {
      const cells = norms.flatMap(({ module, perLayer }) =>
        perLayer.map((norm, layer) => ({
          module: moduleName(module),
          layer,
          norm,
        })),
      );
      const most = Math.max(...cells.map(({ norm }) => norm));
      return plot.plot({
        width,
        height: 56 + 28 * norms.length,
        marginLeft: 44,
        marginBottom: 36,
        x: {
          label: text("inspect.layer"),
          type: "band",
          tickFormat: (layer: number) => (layer % 5 === 0 ? String(layer) : ""),
        },
        y: { label: null, domain: [...new Set(cells.map(({ module }) => module))] },
        color: { range: ["var(--line)", "var(--accent)"] },
        marks: [
          plot.cell(cells, {
            x: "layer",
            y: "module",
            fill: "var(--accent)",
            // From nothing to the largest, in one hue, so that it reads without colours.
            fillOpacity: ({ norm }: { norm: number }) => 0.06 + 0.94 * (norm / most),
            title: ({ module, layer, norm }: (typeof cells)[number]) =>
              `${module}, ${text("inspect.layer")} ${layer}: ${norm.toFixed(3)}`,
          }),
        ],
      });
    },
    [norms, text],
  );
  const words = norms.map(({ module, perLayer }) => {
    const norm = Math.max(...perLayer);
    return text("inspect.sizeOf", {
      module,
      layer: perLayer.indexOf(norm),
      norm: norm.toFixed(3),
    });
  });
  return (
    <section>
      <h3 className="subheading">{text("inspect.size")}</h3>
      <PlotFigure
        draw={draw}
        label={text("inspect.sizeWords", {
          layers: norms[0]?.perLayer.length ?? 0,
          modules: words.join(" "),
        })}
      />
      <p className="note">
        {text("inspect.sizeNote")}. {words.join(" ")}
      </p>
    </section>
  );
}
