/** A file that was given as a base model: being read, asked about, or refused. */
import type { ReactNode } from "react";
import type { OwnBase } from "../../shared/models";
import { failureWords } from "../kit/failureWords";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { ownBaseWords } from "./ownBaseWords";

export function OwnBaseBanner() {
  const text = useText();
  const { bytesOf } = useQuantities();
  const file = useApp((state) => state.baseFile);
  const { dismissBaseFile } = useActions();
  switch (file.status) {
    case "none":
      return null;
    case "reading": {
      const { name, loadedBytes, totalBytes } = file;
      return (
        <div className="banner quiet">
          <p>
            {text("ownBase.reading", { name })}{" "}
            <span className="figure">{bytesOf(loadedBytes, totalBytes)}</span>
          </p>
          <button type="button" className="button small" onClick={dismissBaseFile}>
            {text("describe.cancel")}
          </button>
        </div>
      );
    }
    case "asking":
      return <Question base={file.base} />;
    case "refused":
      return (
        <div className="banner warning" role="alert">
          <p>
            {file.name}: {failureWords(text, file.failure)} {text("ownBase.nothingLost")}
          </p>
          <button type="button" className="button small" onClick={dismissBaseFile}>
            {text("banner.dismiss")}
          </button>
        </div>
      );
    default:
      return file satisfies never;
  }
}

function Question({ base }: { base: OwnBase }): ReactNode {
  const text = useText();
  const quantities = useQuantities();
  const device = useApp((state) => state.device);
  const memory = useApp((state) => state.visit?.gigabytes ?? null);
  const { loadOffered, dismissBaseFile } = useActions();
  const { label, neededGigabytes } = base.record;
  const isShort = device !== "webgpu" && memory !== null && memory < neededGigabytes;
  return (
    <div className={`banner ${isShort ? "warning" : "quiet"}`} role="alert">
      <p>
        {text("ownBase.ask", {
          name: label,
          facts: ownBaseWords(text, quantities, base, device),
        })}{" "}
        {isShort && text("ownBase.short", { gigabytes: memory })}
      </p>
      <span className="row">
        <button type="button" className="button small" onClick={() => void loadOffered()}>
          {text("ownBase.load")}
        </button>
        <button type="button" className="button small plain" onClick={dismissBaseFile}>
          {text("ownBase.decline")}
        </button>
      </span>
    </div>
  );
}
