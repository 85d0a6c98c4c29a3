import { AppError, type FailureCode } from "../src/shared/errors";
import { failureWords } from "../src/ui/kit/failureWords";
import { textIn } from "../src/ui/text/translation";

/** Matches an AppError of this code whose sentence on the English page fits; for `toThrow`. */
export function sayingInEnglish(sentence: RegExp, code?: FailureCode) {
  return {
    asymmetricMatch: (error: unknown) =>
      error instanceof AppError &&
      (code === undefined || error.code === code) &&
      sentence.test(failureWords(textIn("en"), error.failure)),
    toString: () => `${code ?? "AppError"} saying ${sentence}`,
  };
}
