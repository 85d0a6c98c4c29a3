/** Gathers what arrives between two frames, so that the page is drawn once a frame. */

export interface FrameGatherer<T> {
  add(items: readonly T[]): void;
  /** Delivers what is waiting at once; a hidden tab draws no frames. */
  flush(): void;
}

export function gatherPerFrame<T>(
  nextFrame: (callback: () => void) => void,
  deliver: (items: T[]) => void,
): FrameGatherer<T> {
  let waiting: T[] = [];
  let isScheduled = false;

  function flush(): void {
    const items = waiting;
    waiting = [];
    if (items.length > 0) deliver(items);
  }

  return {
    add(items) {
      waiting.push(...items);
      if (isScheduled) return;
      isScheduled = true;
      nextFrame(() => {
        isScheduled = false;
        flush();
      });
    },
    flush,
  };
}
