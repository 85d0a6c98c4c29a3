/** English texts that the first view does without, fetched with the parts that say them. */
import { checkEnglish } from "./check";
import { doctorEnglish, inspectEnglish } from "./inspect";
import { teachEnglish } from "./teach";

export const furtherEnglish = {
  check: checkEnglish,
  inspect: inspectEnglish,
  doctor: doctorEnglish,
  teach: teachEnglish,
} as const;
