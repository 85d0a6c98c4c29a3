/** Deck tab "Check it": examples with known answers, put to every column. */
import type { CheckSource } from "../../store/check/state";
import { CheckResults } from "./CheckResults";
import { CheckRunner } from "./CheckRunner";
import { CheckTask } from "./CheckTask";
import { CheckOwn } from "./CheckOwn";
import "./check.css";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const FIRST_TASK: CheckSource = { kind: "task", id: "time_24_to_12" };

export function CheckPanel() {
  const text = useText();
  const source = useApp((state) => state.check.source);
  const { chooseCheckSource } = useActions();
  return (
    <div className="check">
      <section className="check-setup" aria-labelledby="check-heading">
        <h2 id="check-heading" className="heading">
          {text("check.heading")}
        </h2>
        <p className="quiet">{text("check.about")}</p>
        <fieldset className="choices check-source">
          <legend className="subheading">{text("check.source")}</legend>
          <label className="choice">
            <input
              type="radio"
              name="check-source"
              checked={source.kind === "own"}
              onChange={() => chooseCheckSource({ kind: "own" })}
            />
            {text("check.own")}
          </label>
          <label className="choice">
            <input
              type="radio"
              name="check-source"
              checked={source.kind === "task"}
              onChange={() => chooseCheckSource(FIRST_TASK)}
            />
            {text("check.task")}
          </label>
        </fieldset>
        {source.kind === "own" ? <CheckOwn /> : <CheckTask id={source.id} />}
        <CheckRunner />
      </section>
      <CheckResults />
    </div>
  );
}
