/** Asking all columns at once: send, stop, retry, clear, and asking earlier messages again. */
import type { ChatEvent, ColumnResult } from "../shared/engine";
import { type ActionContext, until } from "./actionContext";
import { activeColumns, columnRequests } from "./columns";
import { isAborted, toFailure } from "./failure";
import { gatherPerFrame } from "./frames";
import { MAXIMUM_MESSAGE_LENGTH } from "./limits";
import {
  type Announcement,
  type Answer,
  type AppState,
  type ColumnId,
  type Turn,
  currentConversation,
} from "./state";

export interface ConversationActions {
  setMessage(message: string): void;
  /** Sends the message box; waits for its turn. Never rejects. */
  send(): Promise<void>;
  stop(): void;
  /** Answers the last message again; with sampling, from the next seed. */
  retry(): Promise<void>;
  clear(): void;
  /** Asks these one after the other until one is stopped. */
  askAll(messages: readonly string[]): Promise<void>;
}

/** `restoreAdapter` makes an adapter again that the engine no longer holds. */
export function createConversationActions(
  { engine, store, environment }: ActionContext,
  restoreAdapter: () => Promise<void>,
): ConversationActions {
  let asking = new AbortController();
  let nextTurnId = 1;

  const isBusy = () => store.getState().answering.status !== "idle";

  /** Runs `work` as the one question being answered; resolves whether it was left to finish. */
  async function whenItsTurn(work: () => Promise<void>): Promise<boolean> {
    const { signal } = (asking = new AbortController());
    try {
      await waitForTurn(signal);
      store.setState({ answering: { status: "answering" } });
      await work();
    } catch (error) {
      if (!isAborted(error)) throw error;
    } finally {
      store.setState({ answering: { status: "idle" } });
    }
    return !signal.aborted;
  }

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    store.setState(({ models }) => ({
      answering: {
        status: "waiting",
        for: models.status === "ready" ? "adapter" : "models",
      },
    }));
    await until(store, ({ models }) => models.status === "ready", signal);
    store.setState({ answering: { status: "waiting", for: "adapter" } });
    if (store.getState().generation.status === "idle") await restoreAdapter();
    await until(store, isAdapterSettled, signal);
  }

  async function ask(message: string): Promise<boolean> {
    return whenItsTurn(async () => {
      const state = store.getState();
      const turn: Turn = {
        id: nextTurnId++,
        message,
        strength: state.strength,
        answers: startAnswers(activeColumns(state)),
      };
      await answer(currentConversation(state).turns, turn);
    });
  }

  /** Shows `turn` after `earlier` and fills in its answers. */
  async function answer(earlier: readonly Turn[], turn: Turn): Promise<void> {
    setTurns([...earlier, turn]);
    const state = store.getState();
    const frames = gatherPerFrame<ChatEvent>(environment.nextFrame, (events) =>
      updateAnswers(turn.id, events.map(answerFromEvent)),
    );
    try {
      const results = await engine.chat(
        {
          columns: columnRequests(state, earlier, turn),
          sampler: state.sampler,
          maxNewTokens: state.maxNewTokens,
        },
        (events) => frames.add(events),
        asking.signal,
      );
      frames.flush();
      updateAnswers(turn.id, results.map(answerFromResult));
      store.setState({ announcement: answered(results) });
    } catch (error) {
      frames.flush();
      endUnfinished(turn.id, outcomeOf(error));
    }
  }

  function setTurns(turns: Turn[]): void {
    store.setState(({ conversations, currentKey }) => ({
      conversations: conversations.map((conversation) =>
        conversation.key === currentKey ? { ...conversation, turns } : conversation,
      ),
    }));
  }

  function updateAnswers(turnId: number, answers: [ColumnId, Answer][]): void {
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
      if (isBusy() || message.trim() === "" || message.length > MAXIMUM_MESSAGE_LENGTH) {
        return;
      }
      await ask(message.trim());
    },
    stop() {
      asking.abort();
      store.setState(({ answering }) =>
        answering.status === "answering" ? { answering: { status: "stopping" } } : {},
      );
    },
    async retry() {
      if (isBusy()) return;
      await whenItsTurn(async () => {
        const { turns } = currentConversation(store.getState());
        const last = turns.at(-1);
        if (!last) return;
        store.setState(({ sampler }) =>
          sampler.temperature > 0
            ? { sampler: { ...sampler, seed: (sampler.seed + 1) % 2 ** 32 } }
            : {},
        );
        const state = store.getState();
        await answer(turns.slice(0, -1), {
          ...last,
          strength: state.strength,
          answers: startAnswers(activeColumns(state)),
        });
      });
    },
    clear() {
      if (!isBusy()) setTurns([]);
    },
    async askAll(messages) {
      for (const message of messages) {
        if (isBusy() || !(await ask(message))) return;
      }
    },
  };
}

function isAdapterSettled(state: AppState): boolean {
  const { status } = state.generation;
  if (status === "waiting" || status === "running") return false;
  const { adapter, isAdapterLoaded } = currentConversation(state);
  return !adapter || isAdapterLoaded || status === "failed";
}

function startAnswers(columns: readonly ColumnId[]): Turn["answers"] {
  const blank: Answer = {
    text: "",
    tokens: 0,
    tokensPerSecond: 0,
    outcome: { status: "writing" },
  };
  return Object.fromEntries(columns.map((id) => [id, blank]));
}

function answerFromEvent(event: ChatEvent): [ColumnId, Answer] {
  const { text, tokens, tokensPerSecond, finish } = event;
  return [
    event.columnId as ColumnId,
    {
      text,
      tokens,
      tokensPerSecond,
      outcome: finish === null ? { status: "writing" } : { status: "finished", finish },
    },
  ];
}

function answerFromResult(result: ColumnResult): [ColumnId, Answer] {
  return answerFromEvent(result);
}

function outcomeOf(error: unknown): Answer["outcome"] {
  return isAborted(error)
    ? { status: "finished", finish: "aborted" }
    : { status: "failed", failure: toFailure(error) };
}

function answered(results: readonly ColumnResult[]): Announcement {
  return {
    kind: "answered",
    answers: results.map(({ columnId, text }) => ({
      column: columnId as ColumnId,
      text,
    })),
  };
}
