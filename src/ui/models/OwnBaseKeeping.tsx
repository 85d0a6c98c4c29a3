/** Whether the browser keeps the file of a person's base model, and the way to change that. */
import type { KnownOwnBase } from "../../store/models/ownBaseState";
import { failureWords } from "../kit/failureWords";
import { useQuantities } from "../kit/quantities";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function OwnBaseKeeping({ base }: { base: KnownOwnBase }) {
  const text = useText();
  const { bytesOf } = useQuantities();
  const keeping = useApp((state) => state.keeping);
  const { keepOwnBase, cancelKeeping, removeOwnBase } = useActions();
  const { isHere, isKept, record } = base;
  const { id, label: name } = record;
  const own = keeping.status !== "idle" && keeping.id === id ? keeping : null;
  if (own?.status === "keeping") {
    const amount = bytesOf(own.loadedBytes, own.totalBytes);
    return (
      <p className="note own-base">
        {text("ownBase.keeping")} <span className="figure">{amount}</span>{" "}
        <button type="button" className="button small" onClick={cancelKeeping}>
          {text("describe.cancel")}
        </button>
      </p>
    );
  }
  return (
    <p className="note own-base" role="status">
      {own?.status === "failed" && <span>{failureWords(text, own.failure)} </span>}
      {isKept && <span>{text("ownBase.kept")} </span>}
      {!isKept && <span>{text(isHere ? "ownBase.unkept" : "ownBase.fileNeeded")} </span>}
      {isKept && (
        <button
          type="button"
          className="button small"
          aria-label={text("ownBase.removeNamed", { name })}
          onClick={() => void removeOwnBase(id)}
        >
          {text("ownBase.remove")}
        </button>
      )}
      {!isKept && isHere && (
        <button
          type="button"
          className="button small"
          aria-label={text("ownBase.keepNamed", { name })}
          onClick={() => void keepOwnBase(id)}
        >
          {text("ownBase.keep")}
        </button>
      )}
    </p>
  );
}
