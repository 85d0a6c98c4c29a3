/** Repeating what the sender of a link had taught: what meanwhile changes, and how it ends. */
import { expect, test } from "vitest";
import { AppError } from "../../../src/shared/errors";
import { linkedHere } from "../../../src/store/teaching/linked";
import {
  ask,
  createGate,
  createGeneratedStore,
  createReadyStore,
  FOUR,
  generate,
  openLink,
  settle,
  shown,
  takeExamples,
  turns,
} from "../appStore";

test("another adapter that is opened while a lesson is repeated changes no verdict", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const gate = createGate();
  const { store: receiver } = await createReadyStore({
    before: (step) => (step === "teach" ? gate.passed : undefined),
  });
  await generate(receiver, "Whisper.");
  const beside = shown(receiver);
  await receiver.actions.openLink((await store.actions.createLink())!);
  const repeated = receiver.actions.repeatLinked();
  await settle();
  await receiver.actions.selectConversation(beside.key);
  gate.open();
  await repeated;
  expect(shown(receiver).key).toBe(beside.key);
  expect(receiver.getState()).toMatchObject({
    link: { adapter: "identical" },
    teaching: { linked: null },
  });
});

test("another link that is opened while a lesson is repeated keeps what it says", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const link = (await store.actions.createLink())!;
  await generate(store, "Whisper.");
  await takeExamples(store, FOUR);
  await store.actions.teach();
  const gate = createGate();
  const { store: receiver } = await openLink(link, {
    before: (step) => (step === "teach" ? gate.passed : undefined),
  });
  const repeated = receiver.actions.repeatLinked();
  await settle();
  await receiver.actions.openLink((await store.actions.createLink())!);
  gate.open();
  await repeated;
  expect(receiver.getState().link).toMatchObject({ adapter: "untaught" });
  expect(linkedHere(receiver.getState())).not.toBeNull();
});

test("a lesson that is repeated where it was taught gives the conversation that is here", async () => {
  const { store, engine } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  await ask(store, "Hi");
  const taught = shown(store);
  await store.actions.openLink((await store.actions.createLink())!);
  await store.actions.repeatLinked();
  expect(shown(store)).toMatchObject({ key: taught.key, turns: taught.turns });
  expect(engine.calls.released).toContain(taught.adapter!.id);
  await ask(store, "Ho");
  expect(turns(store).at(-1)!.answers["adapted"]!.outcome.status).toBe("finished");
});

test("a repeat tells the steps that it takes, and those before it where it goes on", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  let steps = 0;
  const stop = store.subscribe(({ teaching: { run } }) => {
    if (run.status !== "running" || run.done.length !== 2 || steps > 0) return;
    steps = run.steps;
    store.actions.stopTeaching();
  });
  store.actions.setTeaching({ steps: 30 });
  await store.actions.teach();
  stop();
  const { keptStep } = shown(store).adapter!.lesson!;
  expect([steps, keptStep]).toEqual([30, 2]);
  store.actions.setTeaching({ steps: 3 });
  await store.actions.teachOn();
  const { store: receiver } = await openLink((await store.actions.createLink())!);
  const told: { steps: number; done: number; secondsLeft: number }[] = [];
  receiver.subscribe(({ teaching: { run } }) => {
    if (run.status !== "running") return;
    told.push({ ...run, done: run.done.at(-1)?.step ?? 0 });
  });
  await receiver.actions.repeatLinked();
  expect([...new Set(told.map((one) => one.steps))]).toEqual([2, 5]);
  const ends = told.filter((one) => one.done === one.steps);
  expect(ends.map(({ secondsLeft }) => secondsLeft)).toEqual(ends.map(() => 0));
  const second = told.filter((one) => one.steps === 5);
  expect(second[0]!.done).toBe(2);
});

test("a repeat that fails leaves no lesson to go on with, and can be repeated", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  await store.actions.teach();
  let calls = 0;
  const { store: receiver } = await openLink((await store.actions.createLink())!, {
    async before(step) {
      if (step !== "teach" || ++calls !== 4) return;
      await settle();
      throw new AppError({ code: "device-lost" });
    },
  });
  await receiver.actions.repeatLinked();
  expect(receiver.getState().teaching).toMatchObject({
    run: { status: "failed" },
    interrupted: null,
  });
  await receiver.actions.repeatLinked();
  expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
});

test("stopping a repeat of several lessons ends all of it, and it can be repeated", async () => {
  const { store } = await createGeneratedStore();
  await takeExamples(store, FOUR);
  await store.actions.teach();
  await store.actions.teach();
  const link = (await store.actions.createLink())!;
  const gate = createGate();
  let steps = 0;
  const { store: receiver, engine } = await openLink(link, {
    before: (step) => (step === "teach" && ++steps === 3 ? gate.passed : undefined),
  });
  const repeating = receiver.actions.repeatLinked();
  await settle();
  expect(receiver.getState().teaching.run).toMatchObject({ status: "running" });
  receiver.actions.stopTeaching();
  gate.open();
  await repeating;
  expect(engine.calls.lessons).toHaveLength(1);
  expect(receiver.getState().teaching.run).toEqual({ status: "idle" });
  expect(shown(receiver).adapter!.lesson).toBeUndefined();
  await receiver.actions.repeatLinked();
  expect(receiver.getState().link).toMatchObject({ adapter: "identical" });
});
