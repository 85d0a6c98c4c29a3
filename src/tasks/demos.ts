/**
 * The gallery's demos, one a family of tasks. Chosen by a rule fixed before anything was
 * measured: of each family that has validation tasks (training/data/tasks.py, not trained on), the
 * first by name that is scored by exact match. Descriptions, messages and answers are ours;
 * `npm run measure-demos` measures them on the task's own inputs.
 */

export type DemoFamily =
  | "classification"
  | "code"
  | "extraction"
  | "format"
  | "generation"
  | "intent"
  | "knowledge"
  | "labelMapping"
  | "linguistics"
  | "listOps"
  | "math"
  | "nli"
  | "persona"
  | "sentiment"
  | "sequence"
  | "stringOps"
  | "style";

export interface Demo {
  family: DemoFamily;
  /** Name of the task file whose inputs it is measured on. */
  task: string;
  description: string;
  message: string;
  /** What a right answer to the message is. */
  answer: string;
}

export const DEMOS: readonly Demo[] = [
  {
    family: "classification",
    task: "buyer_or_seller",
    description: "Say whether the message was written by the buyer or the seller.",
    message: "Is the lamp still for sale? I could come by tonight.",
    answer: "buyer",
  },
  {
    family: "code",
    task: "python_len_eval",
    description: "What number does this Python len call give?",
    message: "len(['lamp', 'river'])",
    answer: "2",
  },
  {
    family: "extraction",
    task: "extract_capitalized_words",
    description:
      "List the capitalised words of the sentence except the first, separated by commas.",
    message: "Yesterday Maria flew from Oslo to Madrid.",
    answer: "Maria, Oslo, Madrid",
  },
  {
    family: "format",
    task: "list_to_pipes",
    description: "Put vertical bars between the items of the list instead of commas.",
    message: "lamp, river, bread",
    answer: "lamp | river | bread",
  },
  {
    family: "generation",
    task: "sentence_from_triple",
    description: "Turn person, verb and object into a sentence in the past tense.",
    message: "Nora | paint | fence",
    answer: "Nora painted the fence.",
  },
  {
    family: "intent",
    task: "clinc_intent_small_talk",
    description:
      "Name the intent of the small talk in snake_case, such as greeting, goodbye, tell_joke or how_old_are_you.",
    message: "so, when were you born?",
    answer: "how_old_are_you",
  },
  {
    family: "knowledge",
    task: "country_iso3",
    description: "Give the three-letter ISO code of the country.",
    message: "Norway",
    answer: "NOR",
  },
  {
    family: "labelMapping",
    task: "review_sentiment_sentence",
    description:
      'Say "The customer is satisfied." or "The customer is not satisfied." about the review.',
    message: "The soup was cold and the waiter forgot us.",
    answer: "The customer is not satisfied.",
  },
  {
    family: "linguistics",
    task: "a_or_an",
    description: "Say which article the noun takes, a or an.",
    message: "old umbrella",
    answer: "an",
  },
  {
    family: "listOps",
    task: "fv_choose_middle_of_5",
    description: "Write the word in the middle of the five.",
    message: "lamp, river, bread, cloud, chair",
    answer: "bread",
  },
  {
    family: "math",
    task: "number_even_odd",
    description: "Say whether the number is even or odd.",
    message: "4182",
    answer: "even",
  },
  {
    family: "nli",
    task: "clinc_same_intent",
    description: "Say whether the two requests have the same intent: same or different.",
    message: "1: how much money do I have\n2: tell me my balance",
    answer: "same",
  },
  {
    family: "persona",
    task: "persona_high_discount_rate",
    description:
      "Say Yes if the speaker wants rewards at once rather than larger ones later, otherwise No.",
    message: "I would rather have ten pounds today than twenty next year.",
    answer: "Yes",
  },
  {
    family: "sentiment",
    task: "goemotions_ekman",
    description:
      "Name the emotion of the comment: anger, disgust, fear, joy, sadness, surprise or neutral.",
    message: "I can't believe we actually won!",
    answer: "surprise",
  },
  {
    family: "sequence",
    task: "weekday_after",
    description: "Say which day of the week it is that many days later.",
    message: "Monday + 3",
    answer: "Thursday",
  },
  {
    family: "stringOps",
    task: "first_word",
    description: "Write only the first word of the sentence.",
    message: "Nobody saw the train leave.",
    answer: "Nobody",
  },
  {
    family: "style",
    task: "contract_sentence",
    description: "Rewrite the sentence with contractions such as don't and we'll.",
    message: "I do not think we will be late.",
    answer: "I don't think we'll be late.",
  },
];
