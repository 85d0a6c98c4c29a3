/** How the next token is chosen; folded away, because greedy is what the adapters are measured with. */
import type { SamplerSettings as Settings } from "../shared/sampler";
import { MAXIMUM_ANSWER_TOKENS, SAMPLER_RANGES } from "../store/limits";
import { NumberField } from "./NumberField";
import { useActions, useApp } from "./storeContext";

const FIELDS: { field: keyof Settings; label: string; hint: string }[] = [
  {
    field: "temperature",
    label: "Temperature",
    hint: "0 always takes the likeliest token",
  },
  { field: "topK", label: "Top-k", hint: "0 is off" },
  { field: "topP", label: "Top-p", hint: "1 is off" },
  { field: "repetitionPenalty", label: "Repetition penalty", hint: "1 is off" },
  { field: "seed", label: "Seed", hint: "same seed, same answer" },
];

export function SamplerSettings() {
  const sampler = useApp((state) => state.sampler);
  const maxNewTokens = useApp((state) => state.maxNewTokens);
  const remembersTurns = useApp((state) => state.remembersTurns);
  const { setSampler, setMaxNewTokens, rememberTurns } = useActions();
  return (
    <details className="disclosure settings">
      <summary>
        Sampling: <span className="figure">{samplerWords(sampler)}</span>, at most{" "}
        <span className="figure">{maxNewTokens}</span> tokens
      </summary>
      <div className="settings-grid">
        {FIELDS.map(({ field, label, hint }) => (
          <NumberField
            key={field}
            label={label}
            hint={hint}
            {...SAMPLER_RANGES[field]}
            value={sampler[field]}
            onChange={(value) => setSampler({ [field]: value })}
          />
        ))}
        <NumberField
          label="Longest answer"
          hint="tokens"
          minimum={1}
          maximum={MAXIMUM_ANSWER_TOKENS}
          step={1}
          value={maxNewTokens}
          onChange={setMaxNewTokens}
        />
      </div>
      <label className="choice">
        <input
          type="checkbox"
          checked={remembersTurns}
          onChange={(event) => rememberTurns(event.target.checked)}
        />
        Columns remember earlier messages
      </label>
      <p className="note">
        The adapters were trained on single messages; untick this to ask each one afresh.
      </p>
    </details>
  );
}

function samplerWords({ temperature, seed }: Settings): string {
  return temperature === 0 ? "greedy" : `temperature ${temperature}, seed ${seed}`;
}
