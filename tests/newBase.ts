/** A base model that the page does not have: adding it must take no more than its record. */
import type { BaseModelRecord } from "../src/shared/models";

export const NEW_BASE: BaseModelRecord = {
  id: "mouse-3m-chat-q8_0",
  label: "Mouse-3M",
  name: "Mouse",
  role: "base",
  hubId: "owner/Mouse-3M-Chat",
  parameters: 3_141_592,
  chatTemplate: {
    name: "Squeak",
    start: "",
    beforeRole: "<",
    afterRole: ">",
    systemStart: "",
    isTrimmed: false,
    endOfTurn: "</s>",
    afterTurn: "",
  },
  quantization: "Q8_0",
  goodFor: { en: "counting to ten", zh: "数到十" },
  neededGigabytes: 1,
  unseenTasks: null,
  licence: "CC0-1.0",
  source: { kind: "bundled" },
  files: [{ path: "Mouse-3M.Q8_0.gguf", bytes: 3_500_000, sha256: "ab".repeat(32) }],
};
