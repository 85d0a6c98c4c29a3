/** Templates that turn chats into the text that a base model was trained to continue. */

/** A turn is `beforeRole`, its role, `afterRole`, its content, `endOfTurn` and `afterTurn`. */
export interface ChatTemplate {
  /** Name of the template where the page explains it. */
  name: string;
  beforeRole: string;
  afterRole: string;
  /** A special token of the vocabulary that ends an answer. */
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

/** The templates that a model file may bring. */
export const CHAT_TEMPLATES: readonly ChatTemplate[] = [CHATML];
