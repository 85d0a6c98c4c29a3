/**
 * Demos beneath the description box. None of these tasks was trained on: they are validation
 * tasks (training/data/tasks.py), chosen and worded on 20 of their inputs; `npm run
 * measure-demos` measures them on others.
 */

export type FirstDemoTask =
  | "movie_blurb_title"
  | "wnut_location"
  | "sql_table_name"
  | "passive_to_active"
  | "extract_person"
  | "python_len_eval"
  | "number_even_odd";

export interface FirstDemo {
  /** Name of the task file whose inputs it was measured on; the page names it by this. */
  task: FirstDemoTask;
  description: string;
  message: string;
}

export const FIRST_DEMOS: readonly FirstDemo[] = [
  {
    task: "movie_blurb_title",
    description: "Write the film's title as the text gives it.",
    message: "The Glass Harbour is a 2003 British thriller film starring Anna Reed.",
  },
  {
    task: "wnut_location",
    description: "Name the place mentioned in the post.",
    message: "Just landed in Lisbon, so tired",
  },
  {
    task: "sql_table_name",
    description: "Name the table that the SQL query reads from.",
    message: "SELECT COUNT(*) FROM teachers",
  },
  {
    task: "passive_to_active",
    description: "Turn a passive sentence into an active one.",
    message: "The letter was written by Tom.",
  },
  {
    task: "extract_person",
    description: "Find the person's name in the sentence and write only that.",
    message: "Yesterday Tom Baker visited the museum.",
  },
  {
    task: "python_len_eval",
    description: "What number does this Python len call give?",
    message: "len(['lamp', 'river'])",
  },
  {
    task: "number_even_odd",
    description: "Say whether the number is even or odd.",
    message: "4182",
  },
];

/** The one that the page offers to a first visit: right most of the time. */
export const OPENING_DEMO = FIRST_DEMOS[0]!;
