/** The scope and the second description of a link; absent where there is nothing to say. */
import type { Blend } from "../../shared/engine";
import type { Fields } from "../../shared/json";
import { LONGEST_LABEL, MOST_LAYERS, MOST_MODULES, readBlend } from "./sourceFields";
import { type ScopeChoice, WHOLE_ADAPTER } from "../chat/steering";

export interface LinkedSteering {
  scope: ScopeChoice;
  blend: Blend | null;
}

export function writeSteering({ scope, blend }: LinkedSteering): object {
  const { modulesOff, firstLayer, lastLayer } = scope;
  const isWhole = modulesOff.length === 0 && firstLayer === 0 && lastLayer === null;
  return {
    ...(!isWhole && { y: { off: modulesOff, from: firstLayer, to: lastLayer ?? -1 } }),
    ...(blend && { z: blend }),
  };
}

/** Layers out of range are cut off when they apply. */
export function steeringFields(fields: Fields): LinkedSteering {
  return {
    scope: fields.optional("y", scopeFields) ?? WHOLE_ADAPTER,
    blend: fields.optional("z", readBlend) ?? null,
  };
}

function scopeFields(fields: Fields): ScopeChoice {
  const last = fields.number("to");
  return {
    modulesOff: fields.texts("off", { most: MOST_MODULES }, { most: LONGEST_LABEL }),
    firstLayer: layer(fields.number("from")),
    lastLayer: last < 0 ? null : layer(last),
  };
}

function layer(value: number): number {
  return Math.round(Math.min(MOST_LAYERS, Math.max(0, value)));
}
