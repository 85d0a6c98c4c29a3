/** Asking all columns at once: send, stop, retry, clear, and asking earlier messages again. */
import { isBlank } from "../../shared/text/characters";
import type { ChatEvent } from "../../shared/chat";
import type { ActionContext } from "../actionContext";
import { answerFrom, answeredBy, outcomeOf, startAnswers } from "./answers";
import { activeColumns, askedColumn, columnRequests, scopeOfColumns } from "./columns";
import { changed, clearedHere } from "./conversationList";
import { type Failure, isAborted } from "../../shared/errors";
import { gatherPerFrame } from "./frames";
import { MAXIMUM_MESSAGE_LENGTH } from "../limits";
import type { Answer, Turn } from "./conversationState";
import { currentConversation } from "../state";
import { type PreparationNeeds, runWithColumns } from "./preparation";
import type { Obstacle } from "../workQueue";

export interface ConversationActions {
  setMessage(message: string): void;
  /** Sends the message box, which empties when its turn has come. Never rejects. */
  send(): Promise<void>;
  stop(): void;
  /** Answers the last message again; with sampling, from the next seed. */
  retry(): Promise<void>;
  clear(): void;
  /** Puts back the turns that were cleared here, before what was asked since. */
  undoClear(): void;
  /** Asks these messages one after the other until one is stopped. */
  askAll(messages: readonly string[]): Promise<void>;
}

interface Needs extends PreparationNeeds {
  /** A question of the person's own makes the adapter of live mode one to keep. */
  keepLiveAdapter(): void;
}

export function createConversationActions(
  context: ActionContext<Needs>,
): ConversationActions {
  const { engine, store, environment, adapters, actions } = context;
  let asking = new AbortController();
  let nextTurnId = 1;

  const isBusy = () => store.getState().answering.status !== "idle";

  /** Does `job` as the one question being answered; resolves whether it was left to finish. */
  async function whenItsTurn(
    job: (failures: ReadonlyMap<string, Failure>) => Promise<void>,
  ): Promise<boolean> {
    const { signal } = (asking = new AbortController());
    const rest = () => store.setState({ answering: { status: "idle" } });
    actions.keepLiveAdapter();
    try {
      await runWithColumns(
        context,
        { kind: "answer", signal, onWait: noteWaiting },
        (failures) => {
          store.setState({ answering: { status: "answering" } });
          return job(failures).finally(rest);
        },
      );
    } catch (error) {
      rest();
      if (!isAborted(error)) throw error;
    }
    return !signal.aborted;
  }

  function noteWaiting(obstacle: Obstacle): void {
    const waitsFor = obstacle === "models" ? "models" : "adapter";
    store.setState({ answering: { status: "waiting", for: waitsFor } });
  }

  function newTurn(
    id: number,
    message: string,
    failures: ReadonlyMap<string, Failure>,
  ): Turn {
    const state = store.getState();
    const columns = activeColumns(state).map((column) => askedColumn(state, column));
    const answers = startAnswers(columns, failures);
    const scope = scopeOfColumns(state, columns);
    return { id, message, strength: state.strength, scope, columns, answers };
  }

  async function ask(message: string, onBegin = () => {}): Promise<boolean> {
    return whenItsTurn(async (failures) => {
      onBegin();
      const { turns } = currentConversation(store.getState());
      await answer(turns, newTurn(nextTurnId++, message, failures));
    });
  }

  /** Shows `turn` after `earlier` and fills in its answers. */
  async function answer(earlier: readonly Turn[], turn: Turn): Promise<void> {
    setTurns([...earlier, turn]);
    const state = store.getState();
    const frames = gatherPerFrame<ChatEvent>(environment.nextFrame, (events) =>
      updateAnswers(turn.id, events.map(answerFrom)),
    );
    const columns = columnRequests(state, earlier, turn);
    if (columns.length === 0) return;
    try {
      const { sampler, maxNewTokens } = state;
      const ids = columns.map(({ adapterId }) => adapterId);
      const results = await adapters.hold(ids, () =>
        engine.chat(
          { columns, sampler, maxNewTokens },
          (events) => frames.add(events),
          asking.signal,
        ),
      );
      frames.flush();
      updateAnswers(turn.id, results.map(answerFrom));
      store.setState({ announcement: answeredBy(turn.columns, results) });
    } catch (error) {
      frames.flush();
      endUnfinished(turn.id, outcomeOf(error));
      if (isAborted(error)) {
        store.setState({
          announcement: { kind: "answered", isStopped: true, answers: [] },
        });
      }
    }
  }

  function setTurns(turns: Turn[]): void {
    store.setState(({ conversations, currentKey }) => ({
      conversations: changed(conversations, currentKey, { turns }),
    }));
  }

  function updateAnswers(turnId: number, answers: [string, Answer][]): void {
    changeTurn(turnId, (turn) => ({
      ...turn,
      answers: { ...turn.answers, ...Object.fromEntries(answers) },
    }));
  }

  function endUnfinished(turnId: number, outcome: Answer["outcome"]): void {
    changeTurn(turnId, (turn) => ({
      ...turn,
      answers: Object.fromEntries(
        Object.entries(turn.answers).map(([id, answer]) => [
          id,
          answer.outcome.status === "writing" ? { ...answer, outcome } : answer,
        ]),
      ),
    }));
  }

  function changeTurn(turnId: number, change: (turn: Turn) => Turn): void {
    store.setState(({ conversations }) => ({
      conversations: conversations.map((conversation) =>
        conversation.turns.some(({ id }) => id === turnId)
          ? {
              ...conversation,
              turns: conversation.turns.map((turn) =>
                turn.id === turnId ? change(turn) : turn,
              ),
            }
          : conversation,
      ),
    }));
  }

  return {
    setMessage: (message) => store.setState({ message }),
    async send() {
      const { message } = store.getState();
      if (isBusy() || isBlank(message) || message.length > MAXIMUM_MESSAGE_LENGTH) {
        return;
      }
      await ask(message.trim(), () => {
        // What was typed while it waited stays.
        if (store.getState().message === message) store.setState({ message: "" });
      });
    },
    stop() {
      asking.abort();
      store.setState(({ answering }) =>
        answering.status === "answering" ? { answering: { status: "stopping" } } : {},
      );
    },
    async retry() {
      if (isBusy()) return;
      await whenItsTurn(async (failures) => {
        const { turns } = currentConversation(store.getState());
        const last = turns.at(-1);
        if (!last) return;
        store.setState(({ sampler }) =>
          sampler.temperature > 0
            ? { sampler: { ...sampler, seed: (sampler.seed + 1) % 2 ** 32 } }
            : {},
        );
        await answer(turns.slice(0, -1), newTurn(last.id, last.message, failures));
      });
    },
    clear() {
      const { key, adapter, turns: shown } = currentConversation(store.getState());
      if (isBusy() || shown.length === 0) return;
      const turns = [...(clearedHere(store.getState()) ?? []), ...shown];
      store.setState({ cleared: { key, checksum: adapter?.checksum ?? null, turns } });
      setTurns([]);
    },
    undoClear() {
      const cleared = clearedHere(store.getState());
      if (isBusy() || !cleared) return;
      store.setState({ cleared: null });
      setTurns([...cleared, ...currentConversation(store.getState()).turns]);
    },
    async askAll(messages) {
      for (const message of messages) {
        if (isBusy() || !(await ask(message))) return;
      }
    },
  };
}
