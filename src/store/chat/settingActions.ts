/**
 * Settings of asking the columns: strength and scope of the adapter, sampling, length, memory.
 */
import type { SamplerSettings } from "../../shared/sampler";
import type { ActionContext } from "../actionContext";
import { clampAnswerTokens, clampSampler, clampStrength } from "../limits";
import type { ScopeChoice } from "./steering";

export interface SettingActions {
  setStrength(strength: number): void;
  setScope(scope: ScopeChoice): void;
  setSampler(change: Partial<SamplerSettings>): void;
  setMaxNewTokens(tokens: number): void;
  rememberTurns(remembers: boolean): void;
}

export function createSettingActions({ store }: ActionContext): SettingActions {
  return {
    setStrength: (strength) => store.setState({ strength: clampStrength(strength) }),
    setScope: (scope) => store.setState({ scope }),
    setSampler: (change) =>
      store.setState(({ sampler }) => ({
        sampler: clampSampler({ ...sampler, ...change }),
      })),
    setMaxNewTokens: (tokens) =>
      store.setState({ maxNewTokens: clampAnswerTokens(tokens) }),
    rememberTurns: (remembersTurns) => store.setState({ remembersTurns }),
  };
}
