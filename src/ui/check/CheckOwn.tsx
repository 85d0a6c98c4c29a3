/** The person's own examples in the check: how many, which of them, and a box to read more. */
import { useShallow } from "zustand/react/shallow";
import { checkedPart, ownExamples } from "../../store/check/ownExamples";
import type { CheckedPart } from "../../store/check/state";
import { rolesOf } from "../../store/examples/roles";
import { FEWEST_EXAMPLES } from "../../store/limits";
import type { AppState } from "../../store/state";
import { ExampleReader } from "../examples/ExampleReader";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

export function CheckOwn() {
  const text = useText();
  const { count, checked } = useApp(useShallow(counts));
  const asked = useApp((state) => ownExamples(state).length);
  return (
    <div className="check-own">
      <p className="note">
        {count === 0
          ? text("check.noList")
          : text("check.list", { count, taught: count - checked, checked })}
      </p>
      {checked > 0 && <PartChoice count={count} checked={checked} />}
      {count > 0 && asked < FEWEST_EXAMPLES && (
        <p className="note warning">
          {count < FEWEST_EXAMPLES
            ? text("check.tooFew", { least: FEWEST_EXAMPLES })
            : text("check.tooFewKeptBack", { count: asked, least: FEWEST_EXAMPLES })}
        </p>
      )}
      <ExampleReader />
    </div>
  );
}

function counts({ examples }: AppState): { count: number; checked: number } {
  const roles = [...rolesOf(examples.list).values()];
  return {
    count: roles.length,
    checked: roles.filter((role) => role === "check").length,
  };
}

function PartChoice({ count, checked }: { count: number; checked: number }) {
  const text = useText();
  const part = useApp(checkedPart);
  const { chooseCheckedPart } = useActions();
  const choices: [CheckedPart, string][] = [
    ["all", text("check.all", { count })],
    ["check", text("check.keptBack", { count: checked })],
  ];
  return (
    <fieldset className="choices check-source">
      <legend className="subheading">{text("check.part")}</legend>
      {choices.map(([value, label]) => (
        <label key={value} className="choice">
          <input
            type="radio"
            name="checked-part"
            checked={part === value}
            onChange={() => chooseCheckedPart(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
