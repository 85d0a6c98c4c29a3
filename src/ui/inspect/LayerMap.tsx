/** ‖scaling · BA‖ of every layer and module as a heat map; the adapter block has the table. */
import { useCallback } from "react";
import type { AdapterSummary } from "../../shared/adapter";
import { moduleName } from "../kit/moduleName";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useQuantities } from "../kit/quantities";
import { useText } from "../text/translation";

type Norms = AdapterSummary["norms"];

export function LayerMap({ norms }: { norms: Norms }) {
  const text = useText();
  return (
    <NormMap
      norms={norms}
      heading={text("inspect.size")}
      note={text("inspect.sizeNote")}
      words="inspect.sizeWords"
    />
  );
}

/** How far teaching has moved an adapter from what its words gave. */
export function MovementMap({ moved, norms }: { moved: Norms; norms: Norms }) {
  const text = useText();
  const { percent } = useQuantities();
  const share = percent(totalNorm(moved) / (totalNorm(norms) || 1));
  return (
    <NormMap
      norms={moved}
      heading={text("inspect.moved")}
      note={text("inspect.movedNote", { share })}
      words="inspect.movedWords"
    />
  );
}

/** ‖·‖ (Frobenius) over all modules and layers. */
function totalNorm(norms: Norms): number {
  return Math.hypot(...norms.flatMap(({ perLayer }) => perLayer));
}

function NormMap(props: {
  norms: Norms;
  heading: string;
  note: string;
  words: "inspect.sizeWords" | "inspect.movedWords";
}) {
  const { norms, heading, note } = props;
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
      const most = Math.max(...cells.map(({ norm }) => norm), Number.MIN_VALUE);
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
            // Opacity from nothing to the largest norm, in one hue, so that it reads without
            // colours.
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
      <h3 className="subheading">{heading}</h3>
      <PlotFigure
        draw={draw}
        label={text(props.words, {
          layers: norms[0]?.perLayer.length ?? 0,
          modules: words.join(" "),
        })}
      />
      <p className="note">
        {note}. {words.join(" ")}
      </p>
    </section>
  );
}
