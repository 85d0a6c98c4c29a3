/**
 * Settings of choosing the next token; folded away, because the adapters are measured with
 * greedy.
 */
import { Trans } from "react-i18next";
import type { SamplerSettings as Settings } from "../../shared/sampler";
import { MAXIMUM_ANSWER_TOKENS, SAMPLER_RANGES } from "../../store/limits";
import { NumberField } from "../kit/NumberField";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

const FIELDS = [
  "temperature",
  "topK",
  "topP",
  "repetitionPenalty",
  "seed",
] as const satisfies (keyof Settings)[];

export function SamplerSettings() {
  const text = useText();
  const sampler = useApp((state) => state.sampler);
  const maxNewTokens = useApp((state) => state.maxNewTokens);
  const remembersTurns = useApp((state) => state.remembersTurns);
  const { setSampler, setMaxNewTokens, rememberTurns } = useActions();
  return (
    <details className="disclosure settings">
      <summary>
        <Trans
          t={text}
          i18nKey="sampling.summary"
          values={{ sampler: samplerWords(text, sampler), tokens: maxNewTokens }}
          components={{ figure: <span className="figure" /> }}
        />
      </summary>
      <div className="settings-grid">
        {FIELDS.map((field) => (
          <NumberField
            key={field}
            label={text(`sampling.${field}`)}
            hint={text(`sampling.${field}Hint`)}
            {...SAMPLER_RANGES[field]}
            value={sampler[field]}
            onChange={(value) => setSampler({ [field]: value })}
          />
        ))}
        <NumberField
          label={text("sampling.longest")}
          hint={text("sampling.longestHint")}
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
        {text("sampling.remember")}
      </label>
      <p className="note">{text("sampling.rememberNote")}</p>
    </details>
  );
}

function samplerWords(text: Text, { temperature, seed }: Settings): string {
  return temperature === 0
    ? text("sampling.greedy")
    : text("sampling.sampled", { temperature, seed });
}
