/** The message, Send, and Stop in the same place. */
import { MAXIMUM_MESSAGE_LENGTH } from "../store/limits";
import type { AnsweringState } from "../store/state";
import { SHORTCUT, onShortcut } from "./shortcut";
import { useActions, useApp } from "./storeContext";

export function MessageBox() {
  const message = useApp((state) => state.message);
  const answering = useApp((state) => state.answering);
  const { setMessage, send, stop } = useActions();
  const isBusy = answering.status !== "idle";
  const isTooLong = message.length > MAXIMUM_MESSAGE_LENGTH;
  const isEmpty = message.trim() === "";
  return (
    <div className="message-box">
      <textarea
        className="field message-field"
        aria-label="Message"
        aria-describedby="message-note"
        aria-invalid={isTooLong}
        placeholder="A message for the model"
        rows={2}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        onKeyDown={onShortcut(() => void send())}
      />
      <button
        type="button"
        className="button primary"
        aria-disabled={answering.status === "stopping" || (!isBusy && isEmpty)}
        onClick={() => (isBusy ? stop() : void send())}
      >
        {buttonWords(answering)}
        <kbd>{isBusy ? "Esc" : SHORTCUT}</kbd>
      </button>
      <p id="message-note" className={isTooLong ? "note warning" : "note"}>
        {isTooLong
          ? `The message has ${message.length} characters; at most ${MAXIMUM_MESSAGE_LENGTH} fit. Shorten it.`
          : waitingWords(answering)}
      </p>
    </div>
  );
}

function buttonWords({ status }: AnsweringState): string {
  switch (status) {
    case "idle":
      return "Send";
    case "waiting":
      return "Cancel";
    case "answering":
      return "Stop";
    case "stopping":
      return "Stopping …";
    default:
      return status satisfies never;
  }
}

function waitingWords(answering: AnsweringState): string {
  if (answering.status !== "waiting") return "";
  return answering.for === "models"
    ? "Sends as soon as the models have loaded."
    : "Sends as soon as the adapter is there.";
}
