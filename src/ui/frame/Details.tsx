/** Details of the status line: the device and its switch, the models, what the browser keeps. */
import type { Device, LoadedModels } from "../../shared/engine";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { BaseSwitch } from "../models/BaseSwitch";
import { useText } from "../text/translation";

export function Details({ loaded }: { loaded: LoadedModels }) {
  const text = useText();
  const { count, megabytes } = useQuantities();
  const { base, encoder, hypernetwork, contextLength } = loaded;
  return (
    <>
      <DeviceSwitch />
      <ThreadNote loaded={loaded} />
      <BaseSwitch />
      <h2 className="popover-heading">{text("details.models")}</h2>
      <dl className="facts">
        <dt>{text("details.answers")}</dt>
        <dd>
          {text("details.answersFacts", {
            model: base.label,
            size: megabytes(base.bytesHeld),
            tokens: count(contextLength),
          })}
        </dd>
        {hypernetwork && (
          <>
            <dt>{text("details.reads")}</dt>
            <dd>{loaded[hypernetwork.reader]?.label}</dd>
            <dt>{text("details.compares")}</dt>
            <dd>{encoder?.label}</dd>
            <dt>{text("details.writes")}</dt>
            <dd>
              {text("details.writesFacts", {
                model: hypernetwork.label,
                size: megabytes(hypernetwork.bytes),
                parameters: count(hypernetwork.parameters),
              })}
            </dd>
          </>
        )}
      </dl>
      <Storage />
    </>
  );
}

function DeviceSwitch() {
  const text = useText();
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
          ? `WebGPU, ${webgpu.isFallbackAdapter ? text("details.software") : webgpu.name}`
          : `WebGPU: ${text(`failure.no-webgpu.${webgpu.reason}`)}`,
      isAvailable: webgpu.status === "available",
    },
    { value: "wasm", label: text("details.processor"), isAvailable: true },
  ];
  return (
    <fieldset className="choices">
      <legend className="popover-heading">{text("details.runOn")}</legend>
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
      <p className="note">{text("details.switchNote")}</p>
    </fieldset>
  );
}

function ThreadNote({ loaded: { deviceReport } }: { loaded: LoadedModels }) {
  const text = useText();
  if (deviceReport.crossOriginIsolated) return null;
  return <p className="note">{text("details.oneThread")}</p>;
}

function Storage() {
  const text = useText();
  const { megabytes } = useQuantities();
  const storage = useApp((state) => state.storage);
  const offline = useApp((state) => state.offline.status);
  const { clearStorage } = useActions();
  if (!storage) return null;
  const { keptBytes, files, notKept } = storage;
  return (
    <section className="storage">
      <h2 className="popover-heading">{text("details.kept")}</h2>
      <p>
        {keptBytes === 0
          ? text("details.keptNothing")
          : text("details.keptFiles", {
              size: megabytes(keptBytes),
              count: files.length,
            })}
      </p>
      {notKept === "no-room" && <p className="warning">{text("details.noRoom")}</p>}
      {notKept === "unavailable" && <p>{text("details.storageUnavailable")}</p>}
      {offline === "complete" && <p>{text("details.offlineComplete")}</p>}
      {offline === "partial" && <p>{text("details.offlinePartial")}</p>}
      {keptBytes > 0 && (
        <button
          type="button"
          className="button small"
          onClick={() => void clearStorage()}
        >
          {text("details.clear")}
        </button>
      )}
    </section>
  );
}
