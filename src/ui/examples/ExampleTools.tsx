/** What can be done with the example that was in use last: its role and its place. */
import { EXAMPLE_ROLES, type ExampleRole } from "../../shared/adapter";
import type { ListedExample } from "../../store/examples/state";
import { useActions } from "../storeContext";
import { useText } from "../text/translation";

export function ExampleTools(props: {
  example: ListedExample;
  /** Place in the list, from 1. */
  number: number;
  isLast: boolean;
  /** Null while it is not complete. */
  role: ExampleRole | null;
}) {
  const { example, number, isLast, role } = props;
  const text = useText();
  const { setExampleRole, moveExample } = useActions();
  const ruled = example.role === null && role ? text(`examples.roles.${role}`) : "…";
  return (
    <div
      role="group"
      className="row example-tools"
      aria-label={text("examples.row", { number })}
    >
      <span className="note" aria-hidden="true">
        {text("examples.row", { number })}
      </span>
      <select
        className="select"
        aria-label={text("examples.roleOf", { number })}
        value={example.role ?? ""}
        onChange={({ target }) =>
          setExampleRole(example.id, (target.value || null) as ExampleRole | null)
        }
      >
        <option value="">{text("examples.byRule", { role: ruled })}</option>
        {EXAMPLE_ROLES.map((each) => (
          <option key={each} value={each}>
            {text(`examples.roles.${each}`)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="icon-button"
        aria-label={text("examples.moveUp", { number })}
        aria-disabled={number === 1}
        onClick={() => moveExample(example.id, -1)}
      >
        <span aria-hidden="true">↑</span>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={text("examples.moveDown", { number })}
        aria-disabled={isLast}
        onClick={() => moveExample(example.id, 1)}
      >
        <span aria-hidden="true">↓</span>
      </button>
    </div>
  );
}
