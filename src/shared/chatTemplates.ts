/** Templates that turn chats into the text that a base model was trained to continue. */

/**
 * A chat is `start` and its turns; a turn is `beforeRole`, its role, `afterRole`, its content,
 * `endOfTurn` and `afterTurn`.
 */
export interface ChatTemplate {
  /** Name of the template where the page explains it. */
  name: string;
  /** The special token that begins a text; "" where none does. */
  start: string;
  beforeRole: string;
  afterRole: string;
  /** Text of the template's own at the head of every system message. */
  systemStart: string;
  /** Whether white space around a content is left out. */
  isTrimmed: boolean;
  /** A special token of the vocabulary that ends an answer. */
  endOfTurn: string;
  afterTurn: string;
}

/** ChatML, without a default system message. */
export const CHATML: ChatTemplate = {
  name: "ChatML",
  start: "",
  beforeRole: "<|im_start|>",
  afterRole: "\n",
  systemStart: "",
  isTrimmed: false,
  endOfTurn: "<|im_end|>",
  afterTurn: "\n",
};

/** The template of Llama 3 to 3.3, without the date that some of them begin with. */
export const LLAMA_3: ChatTemplate = {
  name: "Llama 3",
  start: "<|begin_of_text|>",
  beforeRole: "<|start_header_id|>",
  afterRole: "<|end_header_id|>\n\n",
  systemStart: "",
  isTrimmed: true,
  endOfTurn: "<|eot_id|>",
  afterTurn: "",
};

/** The templates that a model file may bring. */
export const CHAT_TEMPLATES: readonly ChatTemplate[] = [CHATML, LLAMA_3];
