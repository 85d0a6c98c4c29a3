/**
 * The one queue of all work that cannot go on at the same time as other work. It knows what
 * waits for what, and nothing of the work itself.
 */
import { abortedError } from "../shared/errors";

/** Kinds of work, and the kinds each waits for while they run or wait before it. */
const WAITS_FOR = {
  /** An adapter of the person's own description. */
  generation: ["generation", "preparation", "answer"],
  /** Adapters that columns lack: one that the engine lost, and those of controls. */
  preparation: ["generation", "preparation", "answer"],
  /** A message put to all columns. */
  answer: ["generation", "preparation", "answer"],
  /** A check takes minutes; what a person asks meanwhile goes between its batches. */
  check: ["generation", "preparation", "check"],
  /** A lesson takes its time, too, and lets everything else go between its steps. */
  lesson: ["generation", "preparation", "lesson"],
  /** A link makes its adapter and asks its messages as work of their own. */
  link: ["link"],
  /** The page's own files, which come after the models that a person waits for. */
  download: [],
} as const satisfies Record<string, readonly string[]>;

export type WorkKind = keyof typeof WAITS_FOR;

/** Precedence of kinds among work that waits; within a kind, what came first goes first. */
const PRECEDENCE = Object.keys(WAITS_FOR) as WorkKind[];

/** Reasons to wait; all work needs the models. */
export type Obstacle = "models" | WorkKind;

export interface WorkRequest {
  kind: WorkKind;
  /** Takes work that waits out of the queue; work that runs is stopped by its own means. */
  signal: AbortSignal;
  /** Told at once what it waits for, and each time that changes. */
  onWait?(obstacle: Obstacle): void;
}

export interface WorkQueue {
  /**
   * Does `work` when its turn comes: at once when nothing is in its way. Resolves and rejects
   * as `work` does, and rejects with "aborted" when it is stopped before its turn.
   */
  run<T>(request: WorkRequest, work: () => Promise<T>): Promise<T>;
  /** Whether work of this kind runs or waits. */
  has(kind: WorkKind): boolean;
  /** Starts what can start; called when the models have become ready, or are no longer. */
  advance(): void;
}

interface Item extends WorkRequest {
  isRunning: boolean;
  obstacle: Obstacle | null;
  start(): void;
}

export function createWorkQueue(areModelsReady: () => boolean): WorkQueue {
  /** Work that runs and work that waits, in the order it came. */
  const items = new Set<Item>();

  function obstacleOf(item: Item): Obstacle | null {
    if (!areModelsReady()) return "models";
    const kinds: readonly WorkKind[] = WAITS_FOR[item.kind];
    const blocking = [...items].find(
      (other) =>
        other !== item &&
        kinds.includes(other.kind) &&
        (other.isRunning || precedes(other, item)),
    );
    return blocking?.kind ?? null;
  }

  function precedes(one: Item, other: Item): boolean {
    if (one.kind !== other.kind) {
      return PRECEDENCE.indexOf(one.kind) < PRECEDENCE.indexOf(other.kind);
    }
    for (const item of items) {
      if (item === one) return true;
      if (item === other) return false;
    }
    return false;
  }

  function advance(): void {
    // Work that begins may add some or end at once: a set goes on with what is in it by then.
    for (const item of items) {
      if (item.isRunning) continue;
      const obstacle = obstacleOf(item);
      if (obstacle === null) {
        item.isRunning = true;
        item.start();
      } else if (obstacle !== item.obstacle) {
        item.obstacle = obstacle;
        item.onWait?.(obstacle);
      }
    }
  }

  function run<T>(request: WorkRequest, work: () => Promise<T>): Promise<T> {
    const { signal } = request;
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) return reject(abortedError());
      const leave = () => {
        items.delete(item);
        signal.removeEventListener("abort", giveUp);
        advance();
      };
      const giveUp = () => {
        if (item.isRunning) return;
        leave();
        reject(abortedError());
      };
      const item: Item = {
        ...request,
        isRunning: false,
        obstacle: null,
        start() {
          void new Promise<T>((settle) => settle(work()))
            .finally(leave)
            .then(resolve, reject);
        },
      };
      items.add(item);
      signal.addEventListener("abort", giveUp);
      advance();
    });
  }

  return {
    run,
    advance,
    has: (kind) => [...items].some((item) => item.kind === kind),
  };
}
