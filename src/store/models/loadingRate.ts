/** Estimates the seconds left of a download from the bytes of its last few seconds. */

const WINDOW_MS = 5000;
const LEAST_MS = 1000;

export interface LoadingRate {
  /** Seconds left, or null while too little has been seen to say. */
  update(loadedBytes: number, totalBytes: number, nowMs: number): number | null;
}

export function createLoadingRate(): LoadingRate {
  let samples: { bytes: number; atMs: number }[] = [];
  return {
    update(loadedBytes, totalBytes, nowMs) {
      samples.push({ bytes: loadedBytes, atMs: nowMs });
      samples = samples.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
      const first = samples[0]!;
      const elapsedMs = nowMs - first.atMs;
      const bytes = loadedBytes - first.bytes;
      if (elapsedMs < LEAST_MS || bytes <= 0) return null;
      return ((totalBytes - loadedBytes) * elapsedMs) / bytes / 1000;
    },
  };
}
