/** A store on a fake engine, with a screen that draws when told and a gate for each step. */
import type { Environment } from "../../src/store/actionContext";
import { DEFAULT_MODELS, type ModelRecord, MODELS } from "../../src/shared/models";
import { type AppStore, createAppStore } from "../../src/store/store";
import { currentConversation } from "../../src/store/state";
import { type FakeEngine, type FakeOptions, createFakeEngine } from "../fakeEngine";

export interface TestStore {
  store: AppStore;
  engine: FakeEngine;
}

const AT_ONCE: Environment = { now: () => 0, nextFrame: (callback) => callback() };

/** The page's models, but no hypernetwork for its second base model. */
export const SECOND_ALONE: readonly ModelRecord[] = MODELS.filter(
  (record) =>
    record.role !== "hypernetwork" || record.baseModelId === DEFAULT_MODELS.base,
);

export function createTestStore(
  options: FakeOptions = {},
  environment = AT_ONCE,
): TestStore {
  const engine = createFakeEngine(options);
  return { engine, store: createAppStore(engine, environment, options.registry) };
}

export async function createReadyStore(options: FakeOptions = {}): Promise<TestStore> {
  const made = createTestStore(options);
  await made.store.actions.start();
  return made;
}

export async function createGeneratedStore(
  options: FakeOptions = {},
): Promise<TestStore> {
  const made = await createReadyStore(options);
  await generate(made.store, "Shout.");
  return made;
}

export async function generate(store: AppStore, description: string): Promise<void> {
  store.actions.setDescription(description);
  await store.actions.generate();
}

export async function ask(store: AppStore, message: string): Promise<void> {
  store.actions.setMessage(message);
  await store.actions.send();
}

/** Reads `text` as examples and takes them into the list. */
export async function takeExamples(store: AppStore, text: string): Promise<void> {
  await store.actions.readExampleText(text);
  store.actions.takeReading();
}

/** Four examples as they are pasted. */
export const FOUR = "cat,animal\noak,tree\nowl,bird\npike,fish";

/** The conversation on screen. */
export function shown(store: AppStore) {
  return currentConversation(store.getState());
}

/** A page on which the link has been opened. */
export async function openLink(
  link: string,
  options: FakeOptions = {},
): Promise<TestStore> {
  const made = await createReadyStore(options);
  await made.store.actions.openLink(link);
  return made;
}

export function turns(store: AppStore) {
  return currentConversation(store.getState()).turns;
}

/** A promise and its key. */
export function createGate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** Lets everything that is already possible happen. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
}
