/** English texts that the first view does without, fetched with the parts that say them. */
import { teachEnglish } from "./teach";

export const furtherEnglish = { teach: teachEnglish } as const;
