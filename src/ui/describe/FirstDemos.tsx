/** Demos to start from, with how often each is right. */
import { FIRST_DEMOS } from "../../tasks/firstDemos";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";
import { DemoRight } from "../kit/DemoRight";

/** `focusBox` brings the focus to the description's box. */
export function FirstDemos({ focusBox }: { focusBox: () => void }) {
  const text = useText();
  const { pickDemo, undoBoxes } = useActions();
  const hasReplaced = useApp((state) => state.replacedBoxes.typed !== null);
  const description = useApp((state) => state.description);
  return (
    <div className="first-demos">
      <h3 className="subheading">{text("describe.orTry")}</h3>
      <ul className="first-demo-list">
        {FIRST_DEMOS.map((demo) => (
          <li key={demo.task}>
            <button
              type="button"
              className="first-demo"
              aria-pressed={description === demo.description}
              title={demo.description}
              onClick={() => pickDemo(demo)}
            >
              {text(`demo.${demo.task}`)}
              <DemoRight task={demo.task} />
            </button>
          </li>
        ))}
      </ul>
      {hasReplaced && (
        <div className="row">
          <button
            type="button"
            className="button small"
            onClick={() => {
              undoBoxes();
              focusBox();
            }}
          >
            {text("describe.undoBoxes")}
          </button>
        </div>
      )}
    </div>
  );
}
