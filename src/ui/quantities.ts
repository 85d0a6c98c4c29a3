/** Numbers as a person reads them, always with their unit. */

const GROUPED = new Intl.NumberFormat("en-GB");

export function count(value: number): string {
  return GROUPED.format(value);
}

/** Decimal megabytes, as download managers count them. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 && bytes > 0 ? value.toFixed(1) : GROUPED.format(Math.round(value))} MB`;
}

/** "61 of 189 MB". */
export function bytesOf(loadedBytes: number, totalBytes: number): string {
  return `${Math.round(loadedBytes / 1e6)} of ${megabytes(totalBytes)}`;
}

export function secondsLeft(seconds: number): string {
  if (seconds >= 90) return `${Math.round(seconds / 60)} min left`;
  return `${Math.max(1, Math.round(seconds))} s left`;
}

export function milliseconds(value: number): string {
  if (value < 0.05) return "0 ms";
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function tokensPerSecond(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} tok/s`;
}
