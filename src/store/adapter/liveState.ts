/** The live switch, as plain data. */

export interface LiveState {
  /** Whether the adapter is made again while the description is typed. */
  isOn: boolean;
  /** Whether the last message is asked again of each such adapter. */
  asksAgain: boolean;
}

export const LIVE_OFF: LiveState = { isOn: false, asksAgain: true };
