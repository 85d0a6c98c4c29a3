/** Behind the status line: the device and its switch, the models, what the browser keeps. */
import type { Device, LoadedModels } from "../shared/engine";
import { count, megabytes } from "./quantities";
import { useActions, useApp } from "./storeContext";

export function DetailsPopover({ id, loaded }: { id: string; loaded: LoadedModels }) {
  return (
    <div id={id} popover="auto" className="popover" role="dialog" aria-label="Details">
      <DeviceSwitch />
      <ThreadNote loaded={loaded} />
      <h2 className="popover-heading">Models</h2>
      <dl className="facts">
        <dt>Answers</dt>
        <dd>
          {loaded.base.label}, {megabytes(loaded.base.bytesHeld)} in memory, reads and
          writes {count(loaded.contextLength)} tokens
        </dd>
        <dt>Reads your description</dt>
        <dd>{loaded.encoder.label}</dd>
        <dt>Writes the adapter</dt>
        <dd>
          {loaded.hypernetwork.label}, {megabytes(loaded.hypernetwork.bytes)},{" "}
          {count(loaded.hypernetwork.parameters)} parameters
        </dd>
      </dl>
      <Storage />
    </div>
  );
}

function DeviceSwitch() {
  const offer = useApp((state) => state.offer);
  const device = useApp((state) => state.device);
  const { switchDevice } = useActions();
  if (!offer) return null;
  const { webgpu } = offer;
  const choices: { value: Device; label: string; isAvailable: boolean }[] = [
    {
      value: "webgpu",
      label:
        webgpu.status === "available"
          ? `WebGPU, ${webgpu.isFallbackAdapter ? "a software adapter (slow)" : webgpu.name}`
          : `WebGPU: ${webgpu.reason}`,
      isAvailable: webgpu.status === "available",
    },
    { value: "wasm", label: "WebAssembly, on the processor", isAvailable: true },
  ];
  return (
    <fieldset className="choices">
      <legend className="popover-heading">Run on</legend>
      {choices.map(({ value, label, isAvailable }) => (
        <label key={value} className="choice">
          <input
            type="radio"
            name="device"
            value={value}
            checked={device === value}
            disabled={!isAvailable}
            onChange={() => void switchDevice(value)}
          />
          {label}
        </label>
      ))}
      <p className="note">Switching loads the models again; the page keeps everything.</p>
    </fieldset>
  );
}

function ThreadNote({ loaded: { deviceReport } }: { loaded: LoadedModels }) {
  if (deviceReport.crossOriginIsolated) return null;
  return (
    <p className="note">
      One thread only: this site is served without cross-origin isolation headers.
    </p>
  );
}

function Storage() {
  const storage = useApp((state) => state.storage);
  const { clearStorage } = useActions();
  if (!storage) return null;
  const { keptBytes, files } = storage;
  return (
    <section className="storage">
      <h2 className="popover-heading">Kept in this browser</h2>
      <p>
        {keptBytes === 0
          ? "Nothing; the next visit fetches the models again."
          : `${megabytes(keptBytes)} in ${files.length} ${files.length === 1 ? "file" : "files"}, so that the next visit starts at once.`}
      </p>
      {keptBytes > 0 && (
        <button
          type="button"
          className="button small"
          onClick={() => void clearStorage()}
        >
          Clear
        </button>
      )}
    </section>
  );
}
