/** Timing of an answer: a bar of its parts and the same in figures. */
import type { AskedColumn } from "../../store/chat/conversationState";
import { useQuantities } from "../kit/quantities";
import { useText } from "../text/translation";

/** `longestMs` is the width of the bar, the same for all columns of a turn. */
export function TimingStrip(props: {
  timings: AskedColumn["timings"];
  firstTokenMs: number;
  longestMs: number;
}) {
  const text = useText();
  const { milliseconds } = useQuantities();
  const parts = timingParts(props.timings, props.firstTokenMs);
  return (
    <div className="timing">
      <svg
        className="timing-bar"
        viewBox={`0 0 ${props.longestMs} 4`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {parts.map(({ part, ms, from }) => (
          <rect key={part} className={part} x={from} y="0" width={ms} height="4" />
        ))}
      </svg>
      <dl className="timing-parts">
        {parts.map(({ part, ms }) => (
          <div key={part} className={part}>
            <dt>{text(`timing.${part}`)}</dt>
            <dd className="figure">{milliseconds(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function totalMs(timings: AskedColumn["timings"], firstTokenMs: number): number {
  return timingParts(timings, firstTokenMs).reduce((sum, { ms }) => sum + ms, 0);
}

type Part = "encode" | "generate" | "upload" | "firstToken";

function timingParts(
  timings: AskedColumn["timings"],
  firstTokenMs: number,
): { part: Part; ms: number; from: number }[] {
  const lasting: [Part, number][] = [
    ...(timings
      ? ([
          ["encode", timings.encodeMs],
          ["generate", timings.generateMs],
          ["upload", timings.uploadMs],
        ] satisfies [Part, number][])
      : []),
    ["firstToken", firstTokenMs],
  ];
  let from = 0;
  return lasting.map(([part, ms]) => {
    const placed = { part, ms, from };
    from += ms;
    return placed;
  });
}
