/** Results of looking inside an adapter and around a description. */

/** Singular values of scaling · BA for every layer, largest first. */
export type SingularValues = { module: string; perLayer: number[][] }[];

/** Distance of an adapter to the mean of training tasks' adapters; all cosines are of BA. */
export interface MeanComparison {
  adapter: number;
  /** Cosine of each reference task to the mean of the other reference tasks, ascending. */
  tasks: number[];
  /** Cosines of adapters made from words that mean nothing. */
  gibberish: number[];
}

/** A task the hypernetwork was trained on; its examples are not known here. */
export interface TrainingTask {
  name: string;
  family: string;
  /** A training description of the task; "" where all might show an example. */
  description: string;
  /** Coordinates on the map. */
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

/** Position of a description among the training tasks. */
export interface DescriptionPlace {
  x: number;
  y: number;
  /** Nearest tasks, the most similar first; `task` indexes TrainingTasks.tasks. */
  nearest: { task: number; similarity: number }[];
}
