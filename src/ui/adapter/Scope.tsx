/** Modules and layers of the adapter that apply; chosen at once, without making it again. */
import type { AdapterSummary } from "../../shared/adapter";
import {
  WHOLE_ADAPTER,
  layerCount,
  scopeOf,
  withLayers,
} from "../../store/chat/steering";
import { moduleName } from "../kit/moduleName";
import { useScopeWords } from "./scopeWords";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function Scope({ adapter }: { adapter: AdapterSummary }) {
  const text = useText();
  const choice = useApp((state) => state.scope);
  const { setScope } = useActions();
  const { modulesOff } = choice;
  const words = useScopeWords();

  function toggle(module: string, isOn: boolean): void {
    const others = modulesOff.filter((off) => off !== module);
    setScope({ ...choice, modulesOff: isOn ? others : [...others, module] });
  }

  return (
    <details className="disclosure scope">
      <summary>
        {text("steer.scope")}: {words(scopeOf(choice, adapter))}
      </summary>
      <fieldset className="choices scope-modules">
        <legend className="subheading">{text("steer.modules")}</legend>
        {adapter.targetModules.map((module) => (
          <label key={module} className="choice">
            <input
              type="checkbox"
              checked={!modulesOff.includes(module)}
              onChange={(event) => toggle(module, event.target.checked)}
            />
            <span className="figure">{moduleName(module)}</span>
          </label>
        ))}
      </fieldset>
      <LayerEnd adapter={adapter} end="firstLayer" />
      <LayerEnd adapter={adapter} end="lastLayer" />
      <button
        type="button"
        className="button small"
        aria-disabled={scopeOf(choice, adapter) === null}
        onClick={() => setScope(WHOLE_ADAPTER)}
      >
        {text("steer.everywhere")}
      </button>
    </details>
  );
}

function LayerEnd(props: { adapter: AdapterSummary; end: "firstLayer" | "lastLayer" }) {
  const { adapter, end } = props;
  const text = useText();
  const choice = useApp((state) => state.scope);
  const { setScope } = useActions();
  const layers = layerCount(adapter);
  const value = Math.min(choice[end] ?? layers - 1, layers - 1);
  return (
    <div className="strength">
      <label htmlFor={end} className="subheading">
        {text(`steer.${end}`)}
      </label>
      <output htmlFor={end} className="figure">
        {value}
      </output>
      <input
        id={end}
        type="range"
        min={0}
        max={layers - 1}
        step={1}
        value={value}
        onChange={(event) =>
          setScope(withLayers(choice, layers, { [end]: event.target.valueAsNumber }))
        }
      />
    </div>
  );
}
