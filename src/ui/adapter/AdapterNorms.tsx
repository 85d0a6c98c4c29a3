/** How much the adapter changes each layer, as bars, in words, and as a table. */
import type { AdapterSummary } from "../../shared/adapter";
import { moduleName } from "../kit/moduleName";
import { TableRegion } from "../kit/TableRegion";
import { type Text, useText } from "../text/translation";

type Norms = AdapterSummary["norms"];

/** More modules than these are drawn lower. */
const MANY = 3;

export function AdapterNorms({ norms }: { norms: Norms }) {
  const text = useText();
  const largest = Math.max(
    ...norms.flatMap(({ perLayer }) => perLayer),
    Number.MIN_VALUE,
  );
  return (
    <figure className={norms.length > MANY ? "norms many" : "norms"}>
      {norms.map(({ module, perLayer }) => (
        <Bars key={module} module={module} perLayer={perLayer} largest={largest} />
      ))}
      <figcaption className="note">
        {text("adapter.normsCaption")}
        <NormTable norms={norms} />
      </figcaption>
    </figure>
  );
}

const BAR = { pitch: 8, width: 6, height: 48 };

function Bars(props: { module: string; perLayer: number[]; largest: number }) {
  const { module, perLayer, largest } = props;
  const text = useText();
  return (
    <div className="norm-row">
      <span className="figure norm-name">{moduleName(module)}</span>
      <svg
        className="norm-bars"
        viewBox={`0 0 ${perLayer.length * BAR.pitch} ${BAR.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={normWords(text, module, perLayer)}
      >
        {perLayer.map((norm, layer) => {
          const height = Math.max(1, (norm / largest) * BAR.height);
          return (
            <rect
              key={layer}
              x={layer * BAR.pitch}
              y={BAR.height - height}
              width={BAR.width}
              height={height}
            >
              <title>
                {text("adapter.normsBar", { module, layer, norm: norm.toFixed(3) })}
              </title>
            </rect>
          );
        })}
      </svg>
    </div>
  );
}

function normWords(text: Text, module: string, perLayer: readonly number[]): string {
  const largest = perLayer.indexOf(Math.max(...perLayer));
  const smallest = perLayer.indexOf(Math.min(...perLayer));
  return text("adapter.normsWords", {
    module,
    layers: perLayer.length,
    largest,
    largestNorm: perLayer[largest]!.toFixed(3),
    smallest,
    smallestNorm: perLayer[smallest]!.toFixed(3),
  });
}

function NormTable({ norms }: { norms: Norms }) {
  const text = useText();
  const layers = norms[0]?.perLayer.length ?? 0;
  return (
    <details className="disclosure">
      <summary>{text("adapter.normsTable")}</summary>
      <TableRegion scrolls="tall" label={text("adapter.normsTableName")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text("adapter.layer")}</th>
              {norms.map(({ module }) => (
                <th key={module} scope="col">
                  {module}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: layers }, (_, layer) => (
              <tr key={layer}>
                <th scope="row">{layer}</th>
                {norms.map(({ module, perLayer }) => (
                  <td key={module}>{perLayer[layer]?.toFixed(3)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableRegion>
    </details>
  );
}
