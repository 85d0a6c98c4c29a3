/** Says that the adapter on screen is for another base model than the chosen one, and offers it. */
import { otherBase } from "../../store/models/otherBase";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function OtherBaseNote() {
  const text = useText();
  const base = useApp(otherBase);
  const { switchBase } = useActions();
  if (!base) return null;
  return (
    <p className="note warning" role="status">
      {text("bases.otherAdapter", { base: base.name })}{" "}
      <button
        type="button"
        className="button small"
        onClick={() => void switchBase(base.id)}
      >
        {text("bases.instead", { base: base.label })}
      </button>
    </p>
  );
}
