/** A chart by Observable Plot, fetched when first shown, as wide as its container. */
import { useEffect, useRef, useState } from "react";
import "./plot.css";

export type Plot = typeof import("./plotParts");

/** `draw` should be stable (useCallback); `label` says in words what is to be seen. */
export function PlotFigure(props: {
  label: string;
  draw: (plot: Plot, width: number) => SVGElement | HTMLElement;
}) {
  const { label, draw } = props;
  const container = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<Plot | null>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    let isHere = true;
    import("./plotParts").then(
      (loaded) => isHere && setPlot(loaded),
      // The table behind the chart says the same.
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, []);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry!.contentRect.width));
    });
    observer.observe(container.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!plot || width === 0) return;
    const chart = draw(plot, width);
    // The page's security policy allows no style elements; plot.css has what they say.
    for (const style of chart.querySelectorAll("style")) style.remove();
    // The chart is one picture with one name; its parts may have none.
    for (const part of chart.querySelectorAll("[aria-label]")) {
      part.removeAttribute("aria-label");
    }
    container.current!.replaceChildren(chart);
  }, [plot, width, draw]);

  return <div ref={container} className="plot" role="img" aria-label={label} />;
}
