/** A task whose examples the page makes itself: which, how many, and its description. */
import { useId } from "react";
import {
  BUILT_IN_TASKS,
  type BuiltInTaskId,
  builtInTask,
  taskExamples,
} from "../../tasks/builtInTasks";
import { FEWEST_EXAMPLES, MOST_EXAMPLES } from "../../store/limits";
import { type AppState, currentConversation } from "../../store/state";
import { NumberField } from "../kit/NumberField";
import { useActions, useApp } from "../storeContext";
import { useText } from "../text/translation";

const FAMILIES = [
  "asked",
  "format",
  "extraction",
  "list-ops",
  "math",
  "string-ops",
] as const;

export function CheckTask({ id: chosen }: { id: BuiltInTaskId }) {
  const text = useText();
  const count = useApp((state) => state.check.taskExamples);
  const { chooseCheckSource, setTaskExamples, setDescription, generate } = useActions();
  const id = useId();
  const { description } = builtInTask(chosen);
  const [{ input, expected }] = taskExamples(chosen, 1, 1) as [
    ReturnType<typeof taskExamples>[number],
  ];
  return (
    <div className="check-task">
      <div className="row">
        <label htmlFor={id} className="subheading">
          {text("check.taskChoice")}
        </label>
        <select
          id={id}
          className="select"
          value={chosen}
          onChange={(event) =>
            chooseCheckSource({ kind: "task", id: event.target.value as BuiltInTaskId })
          }
        >
          {FAMILIES.map((family) => (
            <optgroup key={family} label={text(`check.family.${family}`)}>
              {BUILT_IN_TASKS.filter((task) => task.family === family).map((task) => (
                <option key={task.id} value={task.id}>
                  {text(`check.tasks.${task.id}`)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <p className="note task-note">{text("check.taskNote", { input, expected })}</p>
      <h3 className="subheading">{text("check.taskDescription")}</h3>
      <p lang="en">{description}</p>
      <div className="row">
        <button
          type="button"
          className="button small"
          onClick={() => {
            setDescription(description);
            void generate();
          }}
        >
          {text("check.useDescription")}
        </button>
      </div>
      <OtherAdapterNote description={description} />
      <NumberField
        label={text("check.taskExamples")}
        hint={text("check.taskExamplesHint", {
          least: FEWEST_EXAMPLES,
          most: MOST_EXAMPLES,
        })}
        minimum={FEWEST_EXAMPLES}
        maximum={MOST_EXAMPLES}
        step={1}
        value={count}
        onChange={setTaskExamples}
      />
    </div>
  );
}

const adapterDescription = (state: AppState) =>
  currentConversation(state).adapter?.description ?? null;

/** Note that keeps anyone from taking an adapter for another task to have failed at this one. */
function OtherAdapterNote({ description }: { description: string }) {
  const text = useText();
  const made = useApp(adapterDescription);
  if (made === null || made === description) return null;
  return <p className="note warning">{text("check.otherAdapter", { made })}</p>;
}
