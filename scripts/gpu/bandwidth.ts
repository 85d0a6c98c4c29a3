/** Memory bandwidth of graphics adapters, from their makers' data sheets. */

/** Gigabytes (1e9) a second; the first pattern that Dawn's name of the adapter matches counts. */
const KNOWN: readonly (readonly [RegExp, number])[] = [
  [/h200/i, 4800],
  [/h100.*pcie/i, 2000],
  [/h100/i, 3350],
  [/a100.*80/i, 1935],
  [/a100/i, 1555],
  [/l40s?/i, 864],
  [/l4\b/i, 300],
  [/a10g?\b/i, 600],
  [/v100/i, 900],
  [/(tesla|nvidia).t4\b/i, 320],
  [/rtx.5090/i, 1792],
  [/rtx.4090/i, 1008],
  [/rtx.3090/i, 936],
];

/** Bytes a second; null when the adapter is none of those above. */
export function memoryBandwidth(adapterName: string): number | null {
  const found = KNOWN.find(([pattern]) => pattern.test(adapterName));
  return found ? found[1] * 1e9 : null;
}
