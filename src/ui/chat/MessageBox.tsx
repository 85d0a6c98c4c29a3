/** The message, Send, and Stop in the same place. */
import { isBlank } from "../../shared/text/characters";
import { MAXIMUM_MESSAGE_LENGTH } from "../../store/limits";
import type { AnsweringState } from "../../store/chat/state";
import { onEnter } from "../kit/shortcut";
import { useActions, useApp } from "../storeContext";
import { type Text, useText } from "../text/translation";

export function MessageBox() {
  const text = useText();
  const message = useApp((state) => state.message);
  const answering = useApp((state) => state.answering);
  const { setMessage, send, stop } = useActions();
  const isBusy = answering.status !== "idle";
  const isTooLong = message.length > MAXIMUM_MESSAGE_LENGTH;
  const isEmpty = isBlank(message);
  return (
    <div className="message-box">
      <label htmlFor="message" className="subheading">
        {text("chat.message")}
      </label>
      <textarea
        id="message"
        className="field message-field"
        dir="auto"
        aria-describedby="message-note"
        aria-invalid={isTooLong}
        placeholder={text("chat.placeholder")}
        rows={2}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        onKeyDown={onEnter(() => void send())}
      />
      <button
        type="button"
        className="button primary"
        aria-disabled={answering.status === "stopping" || (!isBusy && isEmpty)}
        onClick={() => (isBusy ? stop() : void send())}
      >
        {text(BUTTON_WORDS[answering.status])}
        <kbd>{isBusy ? "Esc" : "⏎"}</kbd>
      </button>
      <p id="message-note" className={isTooLong ? "note warning" : "note"}>
        {isTooLong
          ? text("chat.tooLong", { length: message.length, most: MAXIMUM_MESSAGE_LENGTH })
          : waitingWords(text, answering)}
      </p>
    </div>
  );
}

const BUTTON_WORDS = {
  idle: "chat.send",
  waiting: "chat.cancel",
  answering: "chat.stop",
  stopping: "chat.stopping",
} as const satisfies Record<AnsweringState["status"], string>;

function waitingWords(text: Text, answering: AnsweringState): string {
  if (answering.status !== "waiting") return "";
  return text(answering.for === "models" ? "chat.afterModels" : "chat.afterAdapter");
}
