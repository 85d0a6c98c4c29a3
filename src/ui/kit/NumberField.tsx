/** A number with a label and a hint; takes effect while typed, tidied when left. */
import { useId, useState } from "react";

export function NumberField(props: {
  label: string;
  hint: string;
  minimum: number;
  maximum: number;
  step: number;
  value: number;
  onChange: (value: number) => void;
}) {
  const { label, hint, minimum, maximum, step, value, onChange } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <div className="number-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="number"
        min={minimum}
        max={maximum}
        step={step}
        aria-describedby={`${id}-hint`}
        value={draft ?? value}
        onChange={(event) => {
          setDraft(event.target.value);
          if (event.target.value !== "") onChange(event.target.valueAsNumber);
        }}
        onBlur={() => setDraft(null)}
      />
      <span id={`${id}-hint`} className="note">
        {hint}
      </span>
    </div>
  );
}
