/** Links that need another base model: asked about once, and nothing is lost by declining. */
import { expect, test } from "vitest";
import { currentConversation } from "../../../src/store/state";
import { isDownloaded } from "../../../src/store/models/baseQuestion";
import { MODELS, recordOf } from "../../../src/shared/models";
import {
  ask,
  createGeneratedStore,
  createReadyStore,
  createTestStore,
  SECOND_ALONE,
  settle,
  turns,
} from "../appStore";
import type { AppStore } from "../../../src/store/store";

const SMOLLM2 = "smollm2-135m-instruct-q4_1";
const QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m";
/** A link of the second base model names no hypernetwork. */
const ALONE = { registry: SECOND_ALONE };
const question = (store: AppStore) => store.getState().baseQuestion;

async function linkOfQwen(): Promise<string> {
  const { store } = await createReadyStore(ALONE);
  await store.actions.switchBase(QWEN);
  store.actions.setDescription("Sort.");
  await ask(store, "b a");
  return (await store.actions.createLink())!;
}

test("the link's base model is loaded when the person says so, and its messages asked", async () => {
  const link = await linkOfQwen();
  const { store, engine } = await createGeneratedStore(ALONE);
  const opened = store.actions.openLink(link);
  await expect
    .poll(() => question(store))
    .toEqual({ baseModelId: QWEN, hypernetworkId: null, by: "link" });
  expect(engine.calls.loads).toHaveLength(1);
  expect(isDownloaded(store.getState(), recordOf(MODELS, "base", QWEN))).toBe(false);
  expect(isDownloaded(store.getState(), recordOf(MODELS, "base", SMOLLM2))).toBe(true);
  await store.actions.answerBaseQuestion(true);
  await opened;
  expect(engine.calls.loads.at(-1)).toMatchObject({
    baseModelId: QWEN,
    hypernetworkId: null,
  });
  expect(store.getState()).toMatchObject({
    baseQuestion: null,
    link: { status: "restored", adapter: "absent", otherModels: [] },
  });
  expect(turns(store).map(({ message }) => message)).toEqual(["b a"]);
});

test("declining keeps the loaded models, what was there, and the link's texts", async () => {
  const link = await linkOfQwen();
  const { store, engine } = await createGeneratedStore(ALONE);
  await ask(store, "mine");
  const { adapter } = currentConversation(store.getState());
  const opened = store.actions.openLink(link);
  await expect.poll(() => question(store)).not.toBeNull();
  await store.actions.answerBaseQuestion(false);
  await opened;
  expect(engine.calls.loads).toHaveLength(1);
  expect(store.getState()).toMatchObject({
    baseModelId: SMOLLM2,
    description: "Sort.",
    baseQuestion: null,
    link: { status: "restored", adapter: "unmade" },
  });
  const kept = store.getState().conversations.find((one) => one.adapter === adapter);
  expect(kept?.turns.map(({ message }) => message)).toEqual(["mine"]);
  await store.actions.generate();
  expect(currentConversation(store.getState()).adapter?.baseModelId).toBe(SMOLLM2);
});

test("at a first visit a heavy base model is asked about, too, while the light one loads", async () => {
  const link = await linkOfQwen();
  const { store, engine } = createTestStore(ALONE);
  const opened = store.actions.openLink(link);
  await expect.poll(() => question(store)?.baseModelId).toBe(QWEN);
  await store.actions.start();
  expect(engine.calls.loads).toMatchObject([{ baseModelId: SMOLLM2 }]);
  await store.actions.answerBaseQuestion(false);
  await opened;
});

test("a light one needs no question while nothing is loaded", async () => {
  const sender = await createGeneratedStore(ALONE);
  const link = (await sender.store.actions.createLink())!;
  const { store, engine } = createTestStore(ALONE);
  store.setState({ baseModelId: QWEN, hypernetworkId: null });
  const opened = store.actions.openLink(link);
  await expect.poll(() => store.getState().baseModelId).toBe(SMOLLM2);
  await store.actions.start();
  await opened;
  expect(question(store)).toBeNull();
  expect(engine.calls.loads).toMatchObject([{ baseModelId: SMOLLM2 }]);
  expect(store.getState().link).toMatchObject({ adapter: "identical" });
});

test("another link's question takes the place of one that nobody answered", async () => {
  const link = await linkOfQwen();
  const { store } = await createReadyStore(ALONE);
  const first = store.actions.openLink(link);
  await expect.poll(() => question(store)).not.toBeNull();
  const second = store.actions.openLink(link);
  await first;
  expect(question(store)?.baseModelId).toBe(QWEN);
  await store.actions.answerBaseQuestion(true);
  await second;
  expect(store.getState().link).toMatchObject({ adapter: "absent" });
});

test("a link cannot carry a person's own base model, and says which file it needs", async () => {
  const file = new File(["GGUF"], "mouse.gguf");
  const sender = await createReadyStore(ALONE);
  await sender.store.actions.offerBase(file);
  await ask(sender.store, "squeak");
  const link = (await sender.store.actions.createLink())!;

  const { store, engine } = await createReadyStore(ALONE);
  await store.actions.openLink(link);
  expect(store.getState()).toMatchObject({
    message: "",
    baseQuestion: null,
    link: { status: "restored", adapter: "unmade", missingBase: "5a".repeat(32) },
  });
  expect(engine.calls.chats).toEqual([]);

  // With the file it is a base model like others.
  await store.actions.offerBase(file);
  await store.actions.openLink(link);
  await settle();
  expect(turns(store).map(({ message }) => message)).toEqual(["squeak"]);
});
