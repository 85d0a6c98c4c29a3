/** Strength of the adapter: -1 its opposite, 0 the base, 1 as trained, 2 doubled. */
import { MAXIMUM_STRENGTH, MINIMUM_STRENGTH, STRENGTH_STEP } from "../../store/limits";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function Strength() {
  const text = useText();
  const strength = useApp((state) => state.strength);
  const { setStrength } = useActions();
  return (
    <div className="strength">
      <label htmlFor="strength" className="subheading">
        {text("adapter.strength")}
      </label>
      <output htmlFor="strength" className="figure">
        {strength.toFixed(2)}
      </output>
      <input
        id="strength"
        type="range"
        min={MINIMUM_STRENGTH}
        max={MAXIMUM_STRENGTH}
        step={STRENGTH_STEP}
        value={strength}
        aria-describedby="strength-note"
        onChange={(event) => setStrength(event.target.valueAsNumber)}
      />
      <p id="strength-note" className="note strength-marks">
        <span>−1</span>
        <span>{text("adapter.strengthNone")}</span>
        <span>{text("adapter.strengthTrained")}</span>
        <span>2</span>
      </p>
    </div>
  );
}
