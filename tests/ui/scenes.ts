/** Every state of the page worth looking at, reached by the store's own actions. */
import type { ColumnRequest } from "../../src/shared/chat";
import type { CheckpointInfo } from "../../src/shared/engine";
import { AppError } from "../../src/shared/errors";
import { gibberish } from "../../src/shared/description";
import { FIRST_DEMOS } from "../../src/tasks/firstDemos";
import { type AppStore, createAppStore } from "../../src/store/store";
import { type FakeOptions, createFakeEngine } from "../fakeEngine";
import {
  adapterOf,
  keptTurn,
  libraryEntry,
  memoryStorage,
} from "../store/library/libraryEntries";

const never = () => new Promise<void>(() => undefined);

const ANSWERS: Record<string, [base: string, adapted: string, prompted: string]> = {
  [FIRST_DEMOS[0]!.message]: [
    "The Glass Harbour is a 2003 British thriller film starring Anna Reed. It tells the story of a woman who comes back to the town of her childhood.",
    "The Glass Harbour",
    "The title of the film, as the text gives it, is The Glass Harbour.",
  ],
  "March 3": [
    "I'm sorry, but I don't have access to real-time information. Could you tell me what you would like to know about March 3?",
    "March third",
    "March 3 is written as March the third.",
  ],
};

function answer({ id, messages }: ColumnRequest): string {
  const row = ANSWERS[messages.at(-1)!.content] ?? ["A text.", "A text.", "A text."];
  return row[["base", "adapted", "prompted"].indexOf(id)] ?? "The Glass was a film.";
}

/** Checkpoints as if all three variants and a reconstruction were installed. */
const CHECKPOINTS: CheckpointInfo[] = (
  [
    ["G", "sft", 1_200_000, 0.27],
    ["L", "sft", 8_700_000, 0.243],
    ["M", "sft", 5_500_000, 0.21],
    ["S", "sft", 1_400_000, 0.15],
    ["L", "reconstruction", 8_700_000, 0.06],
  ] as const
).map(([variant, training, parameters, score]) => ({
  id: `smollm2-135m-t2l-${variant.toLowerCase()}-${training}`,
  label: `T2L-${variant} · ${training === "sft" ? "SFT" : "reconstruction"}`,
  sha256: "c3".repeat(32),
  variant,
  training,
  reader: variant === "G" ? ("base" as const) : ("encoder" as const),
  parameters,
  bytes: 2 * parameters,
  targetModules: ["q_proj", "v_proj"],
  rank: 8,
  alpha: 16,
  scaling: 2,
  evaluation: {
    conditions: {
      base: { score: 0.021, low: 0.01, high: 0.04 },
      gibberish: { score: 0.04, low: 0.02, high: 0.07 },
      own: { score, low: score - 0.05, high: score + 0.07 },
    },
    tasks: 69,
    examplesPerTask: 20,
  },
  library:
    training === "reconstruction"
      ? {
          adapters: 32,
          saved: 0.79,
          share: { share: 0.75, low: 0.58, high: 0.88 },
          tasks: ["csv_to_keyvalue", "number_double"],
        }
      : null,
}));

/** The adapter is right on most addresses, the description as prompt on a few. */
function checkAnswer({ messages, adapterId }: ColumnRequest): string {
  const address = messages.at(-1)!.content;
  const domain = address.slice(address.indexOf("@") + 1);
  const isLucky = (share: number) => address.length % 10 < share * 10;
  if (adapterId === "adapter-1" && isLucky(0.7)) return domain;
  if (messages.length > 1 && isLucky(0.2)) return domain;
  return `The address ${address} belongs to ${domain}, I think.`;
}

function start(options: FakeOptions = {}): AppStore {
  return createAppStore(createFakeEngine({ answer, ...options }));
}

async function ready(options?: FakeOptions): Promise<AppStore> {
  const store = start(options);
  await store.actions.start();
  return store;
}

async function generated(options?: FakeOptions): Promise<AppStore> {
  const store = await ready(options);
  store.actions.pickDemo(FIRST_DEMOS[0]!);
  await store.actions.generate();
  return store;
}

async function answered(): Promise<AppStore> {
  const store = await generated();
  await store.actions.send();
  store.actions.setMessage("March 3");
  await store.actions.send();
  return store;
}

/** The library that a page has kept, as a file. */
async function exportedLibrary(store: AppStore): Promise<Uint8Array> {
  await store.actions.openLibrary(memoryStorage().open);
  return (await store.actions.exportLibrary()).bytes;
}

async function examplesToTeach(options?: FakeOptions): Promise<AppStore> {
  const store = await generated(options);
  await store.actions.readExampleText(
    "cat,animal\noak,tree\nowl,bird\npike,fish\nelm,tree\nsole,fish\nhen,bird\ndog,animal\nash,tree",
  );
  store.actions.takeReading();
  return store;
}

/** An adapter from elsewhere that gives reason for every warning, with a refused one behind it. */
async function imported(): Promise<AppStore> {
  let count = 0;
  const store = await generated({
    imported: {
      baseName: "Llama-3.2-1B-Instruct",
      vainPatterns: ["model.layers.99.*", "gate"],
    },
    before(step) {
      if (step !== "import" || ++count === 1) return;
      throw new AppError({
        code: "bad-adapter",
        fault: { kind: "rank-as-other-key", key: "rank" },
      });
    },
  });
  const file = (path: string) => ({ path, content: new Blob(["PK\x03\x04"]) });
  await store.actions.takeFiles([file("a-name-that-somebody-gave-to-their-adapter.zip")]);
  await store.actions.takeFiles([file("other.zip")]);
  return store;
}

async function taught(): Promise<AppStore> {
  const store = await examplesToTeach();
  store.actions.setTeaching({ steps: 10 });
  await store.actions.teach();
  return store;
}

export const SCENES = {
  async empty() {
    return start();
  },
  async loading() {
    const clock = [0, 0, 2000, 4000];
    const store = createAppStore(
      createFakeEngine({
        progress: [0, 24e6, 61e6].map((loadedBytes) => ({
          stage: "download",
          file: "SmolLM2-135M-Instruct.Q4_1.gguf",
          loadedBytes,
          totalBytes: 208_734_000,
        })),
        before: never,
      }),
      { now: () => clock.shift() ?? 4000, nextFrame: requestAnimationFrame.bind(window) },
    );
    void store.actions.start();
    store.actions.pickDemo(FIRST_DEMOS[4]!);
    void store.actions.generate();
    return store;
  },
  ready: () => ready(),
  generated: () => generated(),
  async answering() {
    let tokens = 0;
    const store = await generated({
      before: (step) => (step === "token" && ++tokens > 9 ? never() : undefined),
    });
    store.actions.addColumn({ kind: "prompted" });
    void store.actions.send();
    return store;
  },
  answered,
  imported,
  async threeColumns() {
    const store = await answered();
    store.actions.addColumn({ kind: "prompted" });
    store.actions.setStrength(1.5);
    store.actions.setMessage(FIRST_DEMOS[0]!.message);
    await store.actions.send();
    return store;
  },
  async fourColumns() {
    const store = await generated();
    store.actions.addColumn({ kind: "prompted" });
    store.actions.addColumn({ kind: "gibberish", description: gibberish(1000) });
    store.actions.renameColumn("gibberish-1", "Words of nothing");
    store.actions.highlightDifferences(true);
    await store.actions.send();
    return store;
  },
  async checkpoints() {
    const store = await generated({ checkpoints: CHECKPOINTS });
    store.actions.openDeckTab("variants");
    return store;
  },
  async check() {
    const store = await ready();
    store.actions.openDeckTab("check");
    await store.actions.readExampleText(
      '"cat, tabby",animal\noak;tree\n,empty\nelm,tree',
    );
    return store;
  },
  async examples() {
    const store = await ready();
    store.actions.setDescription("Name what it is.");
    await store.actions.readExampleText(
      "cat,animal\noak,tree\ncat,pet\nelm,tree\noak,tree\nowl,bird\nash,tree\npike,fish\nsole,fish",
    );
    store.actions.takeReading();
    store.actions.addExample();
    store.actions.editExample(store.getState().examples.list.at(-1)!.id, {
      input: "A longer message that needs more than one line of its field",
    });
    return store;
  },
  async readingExamples() {
    const store = await answered();
    store.actions.openReader(true);
    await store.actions.readExampleText(
      "Ticket;Team;Since\nno light;facility;1,5\nno pay, again;money;2\nno heat;facility;3\nrefund;money;x;y\nvisa;money;2",
    );
    return store;
  },
  async checking() {
    let chats = 0;
    const store = await generated({
      answer: checkAnswer,
      before: (step) => (step === "chat" && ++chats > 5 ? never() : undefined),
    });
    store.actions.openDeckTab("check");
    store.actions.chooseCheckSource({ kind: "task", id: "email_domain" });
    void store.actions.startCheck();
    return store;
  },
  async checked() {
    const store = await generated({ answer: checkAnswer });
    store.actions.addColumn({ kind: "prompted" });
    store.actions.addColumn({ kind: "gibberish", description: gibberish(1000) });
    store.actions.openDeckTab("check");
    store.actions.chooseCheckSource({ kind: "task", id: "email_domain" });
    await store.actions.startCheck();
    return store;
  },
  async checkedTaught() {
    // The taught adapter answers as the one before it.
    const store = await generated({
      answer: (column) =>
        checkAnswer({ ...column, adapterId: column.adapterId && "adapter-1" }),
    });
    const rows = Array.from({ length: 12 }, (_, row) => `anna${row}@oak${row}.org`);
    await store.actions.readExampleText(
      rows.map((address) => `${address}\t${address.split("@")[1]}`).join("\n"),
    );
    store.actions.takeReading();
    await store.actions.teach();
    store.actions.openDeckTab("check");
    store.actions.chooseCheckedPart("all");
    await store.actions.startCheck();
    return store;
  },
  async teaching() {
    let steps = 0;
    const store = await examplesToTeach({
      before: (step) => (step === "teach" && ++steps > 6 ? never() : undefined),
    });
    store.actions.setTeaching({ steps: 10 });
    void store.actions.teach();
    return store;
  },
  taught,
  async teachingFailed() {
    let steps = 0;
    const store = await examplesToTeach({
      async before(step) {
        if (step !== "teach" || ++steps < 4) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new AppError({
          code: "lesson-failed",
          fault: { kind: "growing", step: 3, loss: 9.25, first: 2.5 },
        });
      },
    });
    await store.actions.teach();
    return store;
  },
  async taughtElsewhere() {
    const kept = await taught();
    const store = await ready();
    await store.actions.openLibrary(memoryStorage().open);
    await store.actions.importLibrary(
      new TextDecoder().decode(await exportedLibrary(kept)),
    );
    const { entries } = store.getState().library;
    await store.actions.openEntry(entries.find(({ adapter }) => adapter.lesson)!.id);
    return store;
  },
  async secondAdapter() {
    const store = await answered();
    store.actions.setDescription(
      "Write the date in the European order, with full stops.",
    );
    await store.actions.generate();
    return store;
  },
  async inspected() {
    const store = await generated();
    store.actions.openDeckTab("inspect");
    store.actions.setStrength(-0.5);
    store.actions.setScope({ modulesOff: ["v_proj"], firstLayer: 4, lastLayer: 20 });
    await store.actions.inspectAdapter();
    await store.actions.placeDescription();
    await store.actions.testRewordings();
    return store;
  },
  async inspectedTaught() {
    const store = await taught();
    store.actions.openDeckTab("inspect");
    await store.actions.inspectAdapter();
    return store;
  },
  /** A description mixed into the numbers of a taught adapter. */
  async mixedTaught() {
    const store = await taught();
    store.actions.setBlend({ description: "Answer in upper case.", space: "weights" });
    await store.actions.blendShown();
    return store;
  },
  async blended() {
    const store = await ready();
    store.actions.setBlend({ description: "Answer like a pirate.", space: "weights" });
    store.actions.setDescription("Write");
    await store.actions.generate();
    store.actions.setLive({ isOn: true });
    await store.actions.placeDescription();
    return store;
  },
  async tour() {
    const store = await ready();
    store.actions.offerTour();
    return store;
  },
  async demos() {
    const store = await ready();
    store.actions.openDeckTab("demos");
    return store;
  },
  async library() {
    const store = await answered();
    const storage = memoryStorage(
      ["Write the date in words.", "Find the person's name in the sentence."].map(
        (description, index) =>
          libraryEntry({
            id: `${"c3".repeat(8)}-${`b${index}`.repeat(16)}`,
            name: index === 0 ? "dates" : "",
            isPinned: index === 0,
            description,
            adapter: adapterOf(`b${index}`.repeat(32), [1, 0.5, -0.5 * index]),
            turns: [keptTurn("March 3")],
          }),
      ),
    );
    await store.actions.openLibrary(storage.open);
    store.actions.openDeckTab("library");
    return store;
  },
  async error() {
    let tokens = 0;
    const store = await generated({
      before(step) {
        if (step === "token" && ++tokens > 4) {
          throw new AppError({ code: "out-of-memory", of: "tab" });
        }
      },
    });
    await store.actions.send();
    store.actions.setDescription(" ");
    await store.actions.generate();
    store.actions.showNotice({
      kind: "device-lost",
      reason: "the driver was restarted",
    });
    return store;
  },
  async loadFailed() {
    return ready({
      before() {
        throw new AppError({
          code: "download-failed",
          path: "model.safetensors",
          fault: { kind: "status", status: 404 },
        });
      },
    });
  },
  async brokenLink() {
    const store = await ready();
    await store.actions.openLink("v1=abcd");
    return store;
  },
  async openedLink() {
    const sender = await answered();
    const store = await ready();
    await store.actions.openLink((await sender.actions.createLink())!);
    return store;
  },
} satisfies Record<string, () => Promise<AppStore>>;

export type SceneName = keyof typeof SCENES;
