/** The checkpoints of this page: parameters against accuracy as a plot, and all in figures. */
import { useCallback } from "react";
import { useShallow } from "zustand/react/shallow";
import type { CheckpointInfo } from "../../shared/engine";
import type { Interval } from "../../shared/statistics";
import {
  checkpointsToChoose,
  measuredAdapterMs,
} from "../../store/models/checkpointActions";
import { type Plot, PlotFigure } from "../kit/PlotFigure";
import { useQuantities } from "../kit/quantities";
import { useApp } from "../storeContext";
import { TableRegion } from "../kit/TableRegion";
import { useText } from "../text/translation";

export function InstalledCheckpoints() {
  const text = useText();
  const checkpoints = useApp(useShallow(checkpointsToChoose));
  return (
    <>
      <h3 className="subheading">{text("checkpoints.installed")}</h3>
      {checkpoints.length === 0 ? (
        <p className="quiet">{text("checkpoints.notInstalled")}</p>
      ) : (
        <>
          <TradeOffPlot checkpoints={checkpoints} />
          <CheckpointTable checkpoints={checkpoints} />
          <p className="note">
            {text("checkpoints.installedNote", { count: checkpoints.length })}
          </p>
        </>
      )}
    </>
  );
}

/** A checkpoint on the plot, in millions of parameters and per cent. */
interface Point {
  label: string;
  millions: number;
  score: number;
  low: number;
  high: number;
}

function TradeOffPlot({ checkpoints }: { checkpoints: readonly CheckpointInfo[] }) {
  const text = useText();
  const { count, percent } = useQuantities();
  const draw = useCallback(
    (plot: Plot, width: number) => {
      const points = checkpoints.flatMap(pointOf);
      const style = { x: "millions", stroke: "currentColor" } as const;
      return plot.plot({
        width: Math.min(width, 640),
        height: 300,
        marginTop: 56,
        marginLeft: 48,
        marginRight: 40,
        marginBottom: 44,
        x: {
          label: text("checkpoints.axisParameters"),
          domain: [0, 1.2 * Math.max(...points.map(({ millions }) => millions), 10)],
          nice: true,
        },
        y: {
          label: text("checkpoints.axisScore"),
          domain: [0, Math.max(...points.map(({ high }) => high), 20)],
          nice: true,
          grid: true,
        },
        marks: [
          plot.ruleY([0]),
          plot.ruleX(points, { ...style, y1: "low", y2: "high" }),
          plot.dot(points, { ...style, y: "score", fill: "currentColor", r: 4 }),
          plot.text(points, {
            x: "millions",
            y: "score",
            text: ({ label }) => label.replace(" · ", "\n"),
            textAnchor: "start",
            dx: 8,
            fill: "currentColor",
          }),
        ],
      });
    },
    [checkpoints, text],
  );
  const words = checkpoints.flatMap((checkpoint) => {
    const own = checkpoint.evaluation?.conditions["own"];
    return own
      ? [
          text("checkpoints.point", {
            label: checkpoint.label,
            parameters: count(checkpoint.parameters),
            score: percent(own.score),
          }),
        ]
      : [];
  });
  if (words.length === 0) return null;
  return (
    <PlotFigure
      draw={draw}
      label={text("checkpoints.plot", { points: words.join("; ") })}
    />
  );
}

function pointOf({ label, parameters, evaluation }: CheckpointInfo): Point[] {
  const own = evaluation?.conditions["own"];
  if (!own) return [];
  return [
    {
      label,
      millions: parameters / 1e6,
      score: 100 * own.score,
      low: 100 * own.low,
      high: 100 * own.high,
    },
  ];
}

const CONDITIONS = ["own", "gibberish", "base"] as const;

function CheckpointTable({ checkpoints }: { checkpoints: readonly CheckpointInfo[] }) {
  const text = useText();
  return (
    <TableRegion scrolls="wide" label={text("checkpoints.installed")}>
      <table className="comparison">
        <thead>
          <tr>
            <th scope="col">{text("checkpoints.checkpoint")}</th>
            <th scope="col">{text("checkpoints.parameters")}</th>
            <th scope="col">{text("checkpoints.size")}</th>
            <th scope="col">{text("checkpoints.generation")}</th>
            {CONDITIONS.map((condition) => (
              <th key={condition} scope="col">
                {text(`checkpoints.${condition}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checkpoints.map((checkpoint) => (
            <CheckpointRow key={checkpoint.id} checkpoint={checkpoint} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  );
}

function CheckpointRow({ checkpoint }: { checkpoint: CheckpointInfo }) {
  const { id, label, parameters, bytes, evaluation } = checkpoint;
  const text = useText();
  const { count, megabytes, milliseconds, percent } = useQuantities();
  const adapterMs = useApp((state) => measuredAdapterMs(state, id));
  const intervalWords = (interval: Interval | undefined) =>
    interval
      ? text("checkpoints.interval", {
          score: percent(interval.score),
          low: percent(interval.low),
          high: percent(interval.high),
        })
      : text("checkpoints.unknown");
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="figure">{count(parameters)}</td>
      <td className="figure">{megabytes(bytes)}</td>
      <td className="figure">
        {adapterMs === null ? text("checkpoints.unknown") : milliseconds(adapterMs)}
      </td>
      {CONDITIONS.map((condition) => (
        <td key={condition} className="figure">
          {intervalWords(evaluation?.conditions[condition])}
        </td>
      ))}
    </tr>
  );
}
