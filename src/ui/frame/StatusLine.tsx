/** Line that says what is loading, or what the page runs on; details open beneath it. */
import { Suspense } from "react";
import type { DeviceReport } from "../../shared/engine";
import { DEFAULT_MODELS, recordsOf } from "../../shared/models";
import type { LoadingStep, LoadingView } from "../../store/models/state";
import { OwnBasePicker } from "../models/OwnBasePicker";
import { lazyPart } from "../kit/Part";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

/** What it shows is known once the models have loaded. */
const Details = lazyPart(async () => (await import("./Details")).Details);

const DETAILS_ID = "status-details";

export function StatusLine() {
  const text = useText();
  const { megabytes } = useQuantities();
  const models = useApp((state) => state.models);
  const { cancelLoading, load } = useActions();
  switch (models.status) {
    case "idle":
      return <div className="status" />;
    case "loading":
      return <Loading view={models} cancel={cancelLoading} />;
    case "cancelled":
      return (
        <div className="status">
          <span className="status-text">{text("status.cancelled")}</span>
          <button type="button" className="button small" onClick={() => void load()}>
            {text("status.load")}
          </button>
          <LoadDefaultBase />
        </div>
      );
    case "failed":
      return (
        <div className="status">
          <span className="status-text">{text("status.absent")}</span>
          <LoadDefaultBase />
          <OwnBasePicker />
        </div>
      );
    case "ready": {
      const { base, deviceReport } = models.loaded;
      return (
        <div className="status">
          <button
            type="button"
            className="status-button"
            popoverTarget={DETAILS_ID}
            aria-haspopup="dialog"
          >
            <span>{base.label}</span>
            <span>{deviceWords(text, deviceReport)}</span>
            <span className="wide-only">
              {text("status.inMemory", { size: megabytes(base.bytesHeld) })}
            </span>
            <span>{text("status.nothingLeaves")}</span>
          </button>
          <div
            id={DETAILS_ID}
            popover="auto"
            className="popover"
            role="dialog"
            aria-label={text("details.name")}
          >
            <Suspense fallback={<p className="note">{text("deck.loading")}</p>}>
              <Details loaded={models.loaded} />
            </Suspense>
          </div>
        </div>
      );
    }
    default:
      return models satisfies never;
  }
}

/** Where another base model was chosen and could not be loaded. */
function LoadDefaultBase() {
  const text = useText();
  const chosen = useApp((state) => state.baseModelId);
  const registry = useApp((state) => state.registry);
  const { switchBase } = useActions();
  const first = recordsOf(registry, "base").find(({ id }) => id === DEFAULT_MODELS.base);
  if (!first || chosen === first.id) return null;
  return (
    <button
      type="button"
      className="button small"
      onClick={() => void switchBase(first.id)}
    >
      {text("bases.instead", { base: first.label })}
    </button>
  );
}

function Loading({ view, cancel }: { view: LoadingView; cancel: () => void }) {
  const text = useText();
  const { bytesOf, secondsLeft } = useQuantities();
  const { step, loadedBytes, totalBytes, secondsLeft: seconds } = view;
  const isMeasured = totalBytes > 0;
  const amount = isMeasured ? bytesOf(loadedBytes, totalBytes) : "";
  return (
    <div className="status">
      <span className="status-text">
        <span className="status-what">{stepWords(text, step)}</span>
        {isMeasured && <span className="figure">{amount}</span>}
        {seconds !== null && <span className="figure">{secondsLeft(seconds)}</span>}
      </span>
      <button type="button" className="button small" onClick={cancel}>
        {text("describe.cancel")}
      </button>
      <progress
        className="status-progress"
        aria-label={text("status.loading")}
        {...(isMeasured ? { value: loadedBytes, max: totalBytes } : {})}
      />
    </div>
  );
}

function stepWords(text: Text, step: LoadingStep): string {
  switch (step.kind) {
    case "starting":
      return text("status.loading");
    case "downloading": {
      const { model, role } = step;
      return text("status.downloading", {
        model,
        purpose: text(`status.purpose.${role}`),
      });
    }
    case "building":
      return text("status.building", { model: step.model });
    default:
      return step satisfies never;
  }
}

/**
 * Words for the device: "WebGPU (Apple M3)", "WebGPU (software adapter)" or "WebAssembly, 4
 * threads".
 */
function deviceWords(text: Text, report: DeviceReport): string {
  return report.device === "webgpu"
    ? `WebGPU (${report.isFallbackAdapter ? text("status.softwareAdapter") : report.name})`
    : text("status.threads", { count: report.threads });
}
