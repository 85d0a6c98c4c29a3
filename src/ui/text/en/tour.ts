/** English texts of the first run, the keys and the memory question. */
export const tourEnglish = {
  name: "First steps",
  describe: "Say in one sentence what the model should do.",
  describeButton: "Take a demo",
  generate: "Turn the sentence into an adapter.",
  generateButton: "Make the adapter",
  ask: "Ask: both columns read the message, one has the adapter.",
  askButton: "Ask now",
  done: "(done)",
  finished:
    "Is an answer wrong? Correct it, then press Teach: it learns from your example, here in this tab.",
  skip: "Skip",
  close: "Close",
} as const;

export const keysEnglish = {
  name: "Keys",
  generate: "In the description: generate the adapter",
  send: "In the message: send it to every column; in an example: go on to the next field",
  line: "In a text: a new line",
  move: "In an example: move it up or down",
  stop: "Anywhere: stop what is being written or made; close what is open",
  tabs: "On the tabs below: go to the next, the first or the last",
  slider: "On a slider: one step; with Page Up and Page Down: several",
} as const;

export const memoryEnglish = {
  small:
    "This device has about {{gigabytes}} GB of memory, and the models take up to {{needed}} GB while they load. The tab may be closed by the system.",
  unknown:
    "On a phone the models may not fit: they take up to {{needed}} GB of memory while they load, and the system may close the tab.",
  load: "Load all the same",
} as const;
