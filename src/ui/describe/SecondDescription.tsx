/** The second description, how much of it, and how it is mixed in. */
import type { BlendSpace } from "../../shared/adapter";
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import { mixedInto } from "../../store/adapter/laterBlend";
import { effectiveBlend } from "../../store/blend";
import { onShortcut } from "../kit/shortcut";
import { useActions, useApp } from "../storeContext";
import { UnreadNote } from "./UnreadNote";
import { useText } from "../text/translation";

const SPACES: readonly BlendSpace[] = ["descriptions", "weights"];

export function SecondDescription() {
  const text = useText();
  const blend = useApp((state) => state.blend);
  const isOfNumbers = useApp((state) => mixedInto(state) !== null);
  const { setBlend, generate, blendShown } = useActions();
  if (!blend) {
    return (
      <button type="button" className="button small plain" onClick={() => setBlend({})}>
        {text("steer.add")}
      </button>
    );
  }
  return (
    <div className="blend">
      <div className="blend-head">
        <label htmlFor="second-description" className="subheading">
          {text("steer.second")}
        </label>
        <button
          type="button"
          className="button small plain"
          onClick={() => setBlend(null)}
        >
          {text("steer.remove")}
        </button>
      </div>
      <textarea
        id="second-description"
        className="field"
        dir="auto"
        rows={2}
        maxLength={MAXIMUM_DESCRIPTION_LENGTH}
        placeholder={text("steer.placeholder")}
        value={blend.description}
        onChange={(event) => setBlend({ description: event.target.value })}
        onKeyDown={onShortcut(() => void generate())}
      />
      <UnreadNote description={blend.description} />
      <div className="strength">
        <label htmlFor="blend-position" className="subheading">
          {text("steer.position")}
        </label>
        <output htmlFor="blend-position" className="figure">
          {Math.round(100 * blend.position)} %
        </output>
        <input
          id="blend-position"
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={blend.position}
          onChange={(event) => setBlend({ position: event.target.valueAsNumber })}
        />
      </div>
      <fieldset className="choices">
        <legend className="visually-hidden">{text("steer.space")}</legend>
        {SPACES.map((space) => (
          <label key={space} className="choice">
            <input
              type="radio"
              name="blend-space"
              checked={blend.space === space}
              onChange={() => setBlend({ space })}
            />
            {text(`steer.${space}`)}
          </label>
        ))}
      </fieldset>
      <p className="note">{text(`steer.${blend.space}Note`)}</p>
      {isOfNumbers && blend.space === "descriptions" && (
        <p className="note warning">{text("steer.untaught")}</p>
      )}
      {isOfNumbers && blend.space === "weights" && (
        <>
          <button
            type="button"
            className="button"
            aria-disabled={effectiveBlend(blend) === null}
            onClick={() => effectiveBlend(blend) && void blendShown()}
          >
            {text("steer.intoShown")}
          </button>
          <p className="note">{text("steer.intoShownNote")}</p>
        </>
      )}
    </div>
  );
}
