/** How strongly the adapter is applied: 0 is the base model, 1 as trained, 2 doubled. */
import { MAXIMUM_STRENGTH, STRENGTH_STEP } from "../store/limits";
import { useActions, useApp } from "./storeContext";

export function Strength() {
  const strength = useApp((state) => state.strength);
  const { setStrength } = useActions();
  return (
    <div className="strength">
      <label htmlFor="strength" className="subheading">
        Strength
      </label>
      <output htmlFor="strength" className="figure">
        {strength.toFixed(2)}
      </output>
      <input
        id="strength"
        type="range"
        min={0}
        max={MAXIMUM_STRENGTH}
        step={STRENGTH_STEP}
        value={strength}
        aria-describedby="strength-note"
        onChange={(event) => setStrength(event.target.valueAsNumber)}
      />
      <p id="strength-note" className="note strength-marks">
        <span>0 = base</span>
        <span>1 = as trained</span>
        <span>2</span>
      </p>
    </div>
  );
}
