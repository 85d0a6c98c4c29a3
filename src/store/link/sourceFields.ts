/** Reads what a column ran and how an adapter was blended and applied, as links and entries say. */
import { isBlank } from "../../shared/text/characters";
import { MAXIMUM_DESCRIPTION_LENGTH } from "../../shared/description";
import type { AdapterScope, Blend, LaterBlend } from "../../shared/adapter";
import type { Fields } from "../../shared/json";
import type { ColumnSource } from "../chat/columnDefinitions";
import { KINDS, isControl } from "../chat/columnKinds";
import { clampShare } from "../limits";

export const MOST_MODULES = 16;
export const MOST_LAYERS = 256;
export const LONGEST_LABEL = 100;
export const MOST_SKETCH_VALUES = 64;
const LAYER = { least: 0, most: MOST_LAYERS - 1 };
const BLEND_SPACES = ["descriptions", "weights"] as const;

/** The source of a column; a control without words is none. */
export function readSource(fields: Fields): ColumnSource {
  const kind = fields.choice("kind", KINDS);
  if (!isControl(kind)) return { kind };
  const description = fields.text("description", { most: MAXIMUM_DESCRIPTION_LENGTH });
  const taught = fields.has("taught") ? fields.hash("taught", 1) : undefined;
  if (isBlank(description) && !taught) {
    throw fields.refused("description", "a description");
  }
  const blend = fields.optional("blend", readBlend);
  const hypernetworkId = fields.has("hypernetworkId")
    ? fields.text("hypernetworkId", { most: LONGEST_LABEL })
    : undefined;
  return {
    kind,
    description,
    ...(blend && { blend }),
    ...(taught && { taught }),
    ...(hypernetworkId && { hypernetworkId }),
  };
}

export function readBlend(fields: Fields): Blend {
  return { ...readLaterBlend(fields), space: fields.choice("space", BLEND_SPACES) };
}

export function readLaterBlend(fields: Fields): LaterBlend {
  return {
    description: fields.text("description", { most: MAXIMUM_DESCRIPTION_LENGTH }),
    position: clampShare(fields.number("position")),
  };
}

export function readScope(fields: Fields): AdapterScope {
  const firstLayer = fields.count("firstLayer", LAYER);
  const lastLayer = fields.count("lastLayer", { ...LAYER, least: firstLayer });
  return {
    modules: fields.texts("modules", { most: MOST_MODULES }, { most: LONGEST_LABEL }),
    firstLayer,
    lastLayer,
  };
}
