/** Reads what a column ran and how an adapter was blended and applied; throws a TypeError. */
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { AdapterScope, Blend } from "../../shared/engine";
import {
  CONTROL_KINDS,
  type ColumnSource,
  SINGLE_KINDS,
} from "../chat/columnDefinitions";
import { clampShare } from "../limits";
import { type Fields, asFields, numberField, textField, textsField } from "./fields";

export const MOST_MODULES = 16;
export const MOST_LAYERS = 256;
export const LONGEST_LABEL = 100;
const BLEND_SPACES = ["descriptions", "weights"] as const;

/** A control without words is none. */
export function readSource(fields: Fields): ColumnSource {
  const single = SINGLE_KINDS.find((kind) => kind === fields.get("kind"));
  if (single) return { kind: single };
  const control = CONTROL_KINDS.find((kind) => kind === fields.get("kind"));
  if (!control) throw new TypeError("not a kind of column");
  const description = textField(fields, "description", MAXIMUM_DESCRIPTION_LENGTH);
  if (description.trim() === "") throw new TypeError("no description");
  const blend = fields.get("blend");
  return {
    kind: control,
    description,
    ...(blend !== undefined && { blend: readBlend(asFields(blend)) }),
  };
}

export function readBlend(fields: Fields): Blend {
  const space = BLEND_SPACES.find((one) => one === fields.get("space"));
  if (!space) throw new TypeError("not a way to blend");
  return {
    description: textField(fields, "description", MAXIMUM_DESCRIPTION_LENGTH),
    position: clampShare(numberField(fields, "position")),
    space,
  };
}

export function readScope(fields: Fields): AdapterScope {
  const [firstLayer, lastLayer] = ["firstLayer", "lastLayer"].map((name) => {
    const layer = numberField(fields, name);
    if (!Number.isInteger(layer) || layer < 0 || layer >= MOST_LAYERS) {
      throw new TypeError("not a layer");
    }
    return layer;
  }) as [number, number];
  if (firstLayer > lastLayer) throw new TypeError("not a range of layers");
  return {
    modules: textsField(fields, "modules", MOST_MODULES, LONGEST_LABEL),
    firstLayer,
    lastLayer,
  };
}
