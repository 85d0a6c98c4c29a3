/** One line that says what is loading, or what the page runs on; details open beneath it. */
import type { DeviceReport } from "../shared/engine";
import type { LoadingView } from "../store/state";
import { DetailsPopover } from "./DetailsPopover";
import { bytesOf, megabytes, secondsLeft } from "./quantities";
import { useActions, useApp } from "./storeContext";

const DETAILS_ID = "status-details";

export function StatusLine() {
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
          <span className="status-text">Loading was cancelled.</span>
          <button type="button" className="button small" onClick={() => void load()}>
            Load the models
          </button>
        </div>
      );
    case "failed":
      return (
        <div className="status">
          <span className="status-text">The models are not loaded.</span>
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
            <span>{deviceWords(deviceReport)}</span>
            <span className="wide-only">{megabytes(base.bytesHeld)} in memory</span>
            <span>0 bytes leave this tab</span>
          </button>
          <DetailsPopover id={DETAILS_ID} loaded={models.loaded} />
        </div>
      );
    }
    default:
      return models satisfies never;
  }
}

function Loading({ view, cancel }: { view: LoadingView; cancel: () => void }) {
  const { what, loadedBytes, totalBytes, secondsLeft: seconds } = view;
  const isMeasured = totalBytes > 0;
  const amount = isMeasured ? bytesOf(loadedBytes, totalBytes) : "";
  return (
    <div className="status">
      <span className="status-text">
        <span className="status-what">{what}</span>
        {isMeasured && <span className="figure">{amount}</span>}
        {seconds !== null && <span className="figure">{secondsLeft(seconds)}</span>}
      </span>
      <button type="button" className="button small" onClick={cancel}>
        Cancel
      </button>
      <progress
        className="status-progress"
        aria-label="Loading the models"
        {...(isMeasured ? { value: loadedBytes, max: totalBytes } : {})}
      />
    </div>
  );
}

/** "WebGPU (Apple M3)", "WebGPU (software adapter)" or "WebAssembly, 4 threads". */
export function deviceWords(report: DeviceReport): string {
  if (report.device === "webgpu") {
    return `WebGPU (${report.isFallbackAdapter ? "software adapter" : report.name})`;
  }
  return `WebAssembly, ${report.threads} ${report.threads === 1 ? "thread" : "threads"}`;
}
