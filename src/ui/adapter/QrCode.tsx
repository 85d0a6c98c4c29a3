/** A link as a QR code, for the camera of another device. */
import { useMemo } from "react";
import { encode } from "uqr";
import { useText } from "../text/translation";

/** Bytes that version 40 holds at the lowest level of correction (ISO/IEC 18004). */
const MOST_CHARACTERS = 2953;
/** Light modules around the code, which readers need. */
const BORDER = 4;

export function QrCode({ link }: { link: string }) {
  const text = useText();
  const code = useMemo(
    () =>
      link.length <= MOST_CHARACTERS ? encode(link, { ecc: "L", border: BORDER }) : null,
    [link],
  );
  if (!code) return <p className="note">{text("share.qrTooLong")}</p>;
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${code.size} ${code.size}`}
      role="img"
      aria-label={text("share.qrName")}
      shapeRendering="crispEdges"
    >
      <rect className="qr-light" width={code.size} height={code.size} />
      <path className="qr-dark" d={darkModules(code.data)} />
    </svg>
  );
}

/** Path of the dark modules, one step a stretch of them in a row. */
function darkModules(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) => {
      const runs: string[] = [];
      for (let x = 0; x < row.length; x++) {
        if (!row[x]) continue;
        const start = x;
        while (row[x + 1]) x += 1;
        const length = x - start + 1;
        runs.push(`M${start} ${y}h${length}v1h-${length}z`);
      }
      return runs;
    })
    .join("");
}
