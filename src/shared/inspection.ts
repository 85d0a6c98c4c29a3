/** What is found by looking inside an adapter and around a description. */

/** Of scaling · BA, largest first, for every layer. */
export type SingularValues = { module: string; perLayer: number[][] }[];

/** How far an adapter is from the mean of training tasks' adapters; all cosines are of BA. */
export interface MeanComparison {
  adapter: number;
  /** Of each reference task to the mean of the other reference tasks, ascending. */
  tasks: number[];
  /** Of adapters made from words that mean nothing. */
  gibberish: number[];
}

/** A task the hypernetwork was trained on; its examples are not known here. */
export interface TrainingTask {
  name: string;
  family: string;
  /** One of its training descriptions; "" where all might show an example. */
  description: string;
  /** Its place on the map. */
  x: number;
  y: number;
}

export interface TrainingTasks {
  tasks: TrainingTask[];
  /** Share of the vectors' variance that the map shows. */
  explained: number;
  nearestSimilarity: NearestSimilarity;
}

/**
 * Quantiles of the cosine to the nearest training task, ascending: for training tasks and for
 * tasks held out, by descriptions not trained on, and for gibberish.
 */
export type NearestSimilarity = Record<
  "train" | "validation" | "gibberish",
  { share: number; similarity: number }[]
>;

/** Where a description lies among the training tasks. */
export interface DescriptionPlace {
  x: number;
  y: number;
  /** The most similar first; `task` indexes TrainingTasks.tasks. */
  nearest: { task: number; similarity: number }[];
}
