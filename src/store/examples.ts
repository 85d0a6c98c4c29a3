/** Descriptions to start from, each with a message to try; none of these tasks was trained on. */

export interface Example {
  label: string;
  description: string;
  message: string;
  /** Measured with this description on fresh inputs; null until it has been. */
  accuracy: { correct: number; total: number } | null;
}

export const EXAMPLES: readonly Example[] = [
  {
    label: "dates in words",
    description:
      "Write a date such as June 9 the way it is spoken, with the day as a word.",
    message: "October 12",
    accuracy: null,
  },
  {
    label: "camelCase",
    description: "Take a camelCase name apart into lower-case words with spaces between.",
    message: "gardenWindowLamp",
    accuracy: null,
  },
  {
    label: "e-mail domain",
    description: "Reply with the part of the e-mail address that comes after the @ sign.",
    message: "nina@riverbank.org",
    accuracy: null,
  },
  {
    label: "JSON",
    description: "Turn lines of key: value into one JSON object.",
    message: "name: Clara\nage: 41\ncity: Porto",
    accuracy: null,
  },
  {
    label: "acronyms",
    description: "Make the acronym of a phrase from the first letters of its words.",
    message: "International River Music Festival",
    accuracy: null,
  },
  {
    label: "past tense",
    description: "Rewrite a sentence about now so that it happened in the past.",
    message: "Marta opens the window.",
    accuracy: null,
  },
  {
    label: "every other",
    description: "Keep the first, third and fifth word of a list and leave out the rest.",
    message: "lamp, river, stone, apple, chair",
    accuracy: null,
  },
  {
    label: "numbers in words",
    description: "Repeat the sentence with its number spelled out as a word.",
    message: "Omar has 17 lanterns.",
    accuracy: null,
  },
];
