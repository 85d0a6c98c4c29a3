/** Settings of lessons with the page's smaller base model, as the page has them. */
import { DEFAULT_MODELS, MODELS, recordOf } from "../src/shared/models";
import { defaultTeaching } from "../src/shared/teaching";

export const SMALL_BASE = recordOf(MODELS, "base", DEFAULT_MODELS.base);

/** Settings of a lesson of four examples that begins with an adapter. */
export const LESSON_SETTINGS = defaultTeaching(SMALL_BASE, 4, false);
