/** English texts that the first view does without, fetched with the parts that say them. */
import { checkEnglish } from "./check";
import { demosEnglish } from "./demos";
import { doctorEnglish, inspectEnglish } from "./inspect";
import { importedEnglish, libraryEnglish } from "./library";
import { teachEnglish } from "./teach";

export const furtherEnglish = {
  check: checkEnglish,
  demos: demosEnglish,
  library: libraryEnglish,
  imported: importedEnglish,
  inspect: inspectEnglish,
  doctor: doctorEnglish,
  teach: teachEnglish,
} as const;
