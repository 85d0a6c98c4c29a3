/** How chats become the text that a base model was trained to continue. */

/** A turn is `beforeRole`, its role, `afterRole`, its content, `endOfTurn` and `afterTurn`. */
export interface ChatTemplate {
  /** What the template is called where it is explained. */
  name: string;
  beforeRole: string;
  afterRole: string;
  /** One special token of the vocabulary: where it is written, the answer has ended. */
  endOfTurn: string;
  afterTurn: string;
}

/** ChatML, without a default system message. */
export const CHATML: ChatTemplate = {
  name: "ChatML",
  beforeRole: "<|im_start|>",
  afterRole: "\n",
  endOfTurn: "<|im_end|>",
  afterTurn: "\n",
};
