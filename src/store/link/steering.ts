/** The scope and the second description of a link; absent where there is nothing to say. */
import type { Blend } from "../../shared/engine";
import { type Fields, asFields, numberField, textsField } from "./fields";
import { readBlend } from "./sourceFields";
import { type ScopeChoice, WHOLE_ADAPTER } from "../chat/steering";

const MOST_MODULES = 16;
const LONGEST_MODULE = 40;
const MOST_LAYERS = 256;

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

/** Throws as everything of a link does; layers out of range are cut off when they apply. */
export function steeringFields(fields: Fields): LinkedSteering {
  const scope = fields.get("y");
  const blend = fields.get("z");
  return {
    scope: scope === undefined ? WHOLE_ADAPTER : scopeFields(asFields(scope)),
    blend: blend === undefined ? null : readBlend(asFields(blend)),
  };
}

function scopeFields(fields: Fields): ScopeChoice {
  const last = numberField(fields, "to");
  return {
    modulesOff: textsField(fields, "off", MOST_MODULES, LONGEST_MODULE),
    firstLayer: layer(numberField(fields, "from")),
    lastLayer: last < 0 ? null : layer(last),
  };
}

function layer(value: number): number {
  return Math.round(Math.min(MOST_LAYERS, Math.max(0, value)));
}
