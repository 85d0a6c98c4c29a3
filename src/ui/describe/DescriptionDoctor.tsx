/** Notes below the description: how near it is to training, what looks wrong, what that costs. */
import { isBlank } from "../../shared/text/characters";
import { useEffect } from "react";
import {
  type Fault,
  LANGUAGE_PRICE,
  MEASURED_HYPERNETWORK,
  familiarity,
  faultsOf,
  isOtherScript,
  priceOf,
} from "../../tasks/doctor";
import { type AppState, currentConversation, loadedModels } from "../../store/state";
import { recordOf } from "../../shared/models";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const PAUSE_MS = 600;
/** Cosine from which half of what sets one apart (by its square) is shared by the other. */
const STABLE = Math.SQRT1_2;

const heldAdapter = (state: AppState) => {
  const { adapter, isAdapterLoaded } = currentConversation(state);
  return isAdapterLoaded ? adapter : null;
};

/**
 * Whether the note on the nearest task is worth what it takes: nothing where the encoder is
 * there, otherwise a download that neither delays the first adapter nor costs a metered
 * connection.
 */
function wantsPlace(state: AppState): boolean {
  const hypernetwork = loadedModels(state)?.hypernetwork;
  if (!hypernetwork) return false;
  if (hypernetwork.reader === "encoder" || state.inspection.place) return true;
  return heldAdapter(state) !== null && !state.visit?.isMetered;
}

export function DescriptionDoctor() {
  const text = useText();
  const description = useApp((state) => state.description);
  const isPlaced = useApp(wantsPlace);
  const { placeDescription } = useActions();

  useEffect(() => {
    if (!isPlaced || isBlank(description)) return;
    const timer = setTimeout(() => void placeDescription(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [description, isPlaced, placeDescription]);

  if (isBlank(description)) return null;
  return (
    <div className="doctor note">
      <Place />
      {faultsOf(description).map((fault) => (
        <FaultNote key={fault} fault={fault} />
      ))}
      {isOtherScript(description) && (
        <p>
          {text("doctor.script", {
            tasks: LANGUAGE_PRICE.tasks,
            english: oneDecimal(LANGUAGE_PRICE.english),
            chinese: oneDecimal(LANGUAGE_PRICE.chinese),
            p: LANGUAGE_PRICE.pValue.toFixed(2),
          })}{" "}
          <MeasuredWith />
        </p>
      )}
      <Rewordings />
    </div>
  );
}

/** Scores of a few per cent need their decimal. */
function oneDecimal(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Percentage points with a sign, as differences are read. */
function points(share: number): string {
  return `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;
}

function Place() {
  const text = useText();
  const place = useApp((state) => state.inspection.place);
  const tasks = useApp((state) => state.inspection.tasks);
  const description = useApp((state) => state.description);
  if (!place || !tasks || tasks === "absent" || place.description !== description) {
    return null;
  }
  const [nearest] = place.place.nearest;
  if (!nearest) return null;
  const { name, description: says } = tasks.tasks[nearest.task]!;
  return (
    <p>
      {text(`doctor.${familiarity(place.place, tasks)}`, {
        similarity: nearest.similarity.toFixed(2),
        task: says || name,
      })}
    </p>
  );
}

function FaultNote({ fault }: { fault: Fault }) {
  const text = useText();
  const { faulty, own, change, tasks } = priceOf(fault);
  return (
    <p>
      {text(`doctor.${fault}`)}{" "}
      <span className="quiet">
        {text("doctor.price", {
          faulty: oneDecimal(faulty),
          own: oneDecimal(own),
          low: points(change.low),
          high: points(change.high),
          tasks,
        })}
      </span>{" "}
      <MeasuredWith />
    </p>
  );
}

/** Checkpoint that the prices were measured with, shown when another one is loaded. */
function MeasuredWith() {
  const text = useText();
  const loaded = useApp((state) => loadedModels(state)?.hypernetwork?.sha256 ?? null);
  const registry = useApp((state) => state.registry);
  const { id, sha256 } = MEASURED_HYPERNETWORK;
  if (loaded === null || loaded === sha256) return null;
  return (
    <span className="quiet">
      {text("doctor.otherModel", {
        model: `${recordOf(registry, "hypernetwork", id).label} ${sha256.slice(0, 8)}`,
      })}
    </span>
  );
}

function Rewordings() {
  const text = useText();
  const adapter = useApp(heldAdapter);
  const description = useApp((state) => state.description);
  const tested = useApp((state) => state.inspection.rewordings);
  const isTesting = useApp((state) => state.inspection.working === "rewordings");
  const isAbsent = useApp((state) => state.inspection.tasks === "absent");
  const { testRewordings } = useActions();
  if (isAbsent || !adapter || adapter.blend || adapter.description !== description)
    return null;
  if (tested?.adapterId !== adapter.id) {
    return (
      <button
        type="button"
        className="button small plain"
        aria-disabled={isTesting}
        onClick={() => void testRewordings()}
      >
        {text(isTesting ? "doctor.testing" : "doctor.stability")}
      </button>
    );
  }
  const cosines = tested.wordings.map(({ cosine }) => cosine);
  const low = Math.min(...cosines);
  return (
    <>
      <p role="status">
        {text(`doctor.${low >= STABLE ? "stable" : "unstable"}`, {
          low: low.toFixed(2),
          high: Math.max(...cosines).toFixed(2),
        })}
      </p>
      <details className="disclosure">
        <summary>{text("doctor.wordings")}</summary>
        <ul>
          {tested.wordings.map(({ description: wording, cosine }) => (
            <li key={wording}>
              <span className="figure">{cosine.toFixed(2)}</span> {wording}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
