/**
 * What a visitor does, as functions that run in the page: whatever drives the browser calls them by
 * their source, so they use nothing from outside but `hands`.
 */

/** Finds and uses parts of the page as a person would, by what they are called. */
export interface Hands {
  /** Waits until `look` gives something; throws saying `what` was waited for. */
  until<T>(what: string, look: () => T | null | undefined | false): Promise<T>;
  field(name: RegExp): Promise<HTMLInputElement | HTMLTextAreaElement>;
  type(name: RegExp, text: string): Promise<void>;
  press(name: RegExp): Promise<void>;
  /** The first visible text of the page that fits. */
  text(form: RegExp): string | null;
  checksum(): string;
}

export interface Step {
  name: string;
  /** What the browser does first: opens the page, or the link, or the page without its host. */
  before?: "go" | "link" | "offline";
  /** What there is to say of it. `earlier` are the sayings of the steps before. */
  inPage(hands: Hands, earlier: Readonly<Record<string, string>>): Promise<string>;
}

/** The hands, made in the page. */
export function createHands(): Hands {
  const LONGEST_MS = 500_000;
  const nameOf = (element: Element) => {
    const by = element.getAttribute("aria-labelledby");
    const labels = (element as HTMLInputElement).labels;
    const said =
      (by && document.getElementById(by)?.textContent) ||
      element.getAttribute("aria-label") ||
      (labels && labels[0]?.textContent) ||
      element.textContent;
    return (said ?? "").trim();
  };
  const until: Hands["until"] = async (what, look) => {
    const started = Date.now();
    for (;;) {
      const found = look();
      if (found) return found;
      if (Date.now() - started > LONGEST_MS) throw new Error(`${what} did not come`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const named = (selector: string, name: RegExp) =>
    [...document.querySelectorAll(selector)].find(
      (element) => name.test(nameOf(element)) && element.getClientRects().length > 0,
    );
  const field: Hands["field"] = (name) =>
    until(`a field ${name}`, () => named("input, textarea", name) as HTMLTextAreaElement);
  return {
    until,
    field,
    async type(name, text) {
      const element = await field(name);
      const { set } = Object.getOwnPropertyDescriptor(
        Object.getPrototypeOf(element),
        "value",
      )!;
      set!.call(element, text);
      element.dispatchEvent(new Event("input", { bubbles: true }));
    },
    async press(name) {
      const button = await until(
        `a button ${name}`,
        () => named("button, [role=tab]", name) as HTMLButtonElement,
      );
      await until(`the button ${name} to be of use`, () => !button.disabled);
      button.click();
    },
    text(form) {
      return form.exec(document.body?.innerText ?? "")?.[0] ?? null;
    },
    checksum() {
      const terms = [...document.querySelectorAll("dt")];
      const term = terms.find(({ textContent }) => textContent?.includes("Checksum"));
      return term?.nextElementSibling?.textContent?.trim() ?? "";
    },
  };
}

export const STEPS: readonly Step[] = [
  {
    name: "opens",
    before: "go",
    async inPage({ field }) {
      await field(/^Describe the task/);
      return navigator.userAgent.replace(/^.*?\) /, "");
    },
  },
  {
    name: "loads",
    inPage: ({ until, text }) =>
      until("the status of the models", () =>
        text(/WebAssembly, \d+ threads?|WebGPU[^\n]*/),
      ),
  },
  {
    name: "generates",
    async inPage({ type, press, until, checksum }) {
      await type(/^Describe the task/, "Name the kind of thing: animal, tool or fruit.");
      await press(/^Generate/);
      return until("a checksum", checksum);
    },
  },
  {
    name: "answers",
    async inPage({ type, press, until }) {
      await type(/^Message/, "cat");
      await press(/^Send/);
      const answers = () =>
        [...document.querySelectorAll(".answer-text")].map(
          (one) => one.textContent ?? "",
        );
      await until("the end of the answers", () => {
        const buttons = [...document.querySelectorAll("button")];
        const isDone = buttons.some(({ textContent }) => textContent?.startsWith("Send"));
        return isDone && answers().length > 1 && answers().every((one) => one !== "");
      });
      return answers()
        .map((one) => one.slice(0, 20))
        .join(" | ");
    },
  },
  {
    name: "downloads",
    async inPage({ press, until }) {
      const found = { name: "", bytes: 0 };
      const create = URL.createObjectURL;
      const click = HTMLAnchorElement.prototype.click;
      URL.createObjectURL = (blob) => {
        found.bytes = (blob as Blob).size;
        return create(blob);
      };
      HTMLAnchorElement.prototype.click = function () {
        found.name = this.download;
        click.call(this);
      };
      await press(/^Download .zip/);
      await until("a file", () => found.name);
      URL.createObjectURL = create;
      HTMLAnchorElement.prototype.click = click;
      return `${found.name}, ${found.bytes} bytes`;
    },
  },
  {
    name: "link",
    async inPage({ press, until }) {
      history.replaceState(null, "", location.pathname);
      await press(/^Copy link/);
      await until("a link", () => location.hash.length > 1);
      return location.hash.slice(1);
    },
  },
  {
    name: "opens the link",
    before: "link",
    async inPage({ until, text, checksum }, earlier) {
      const banner = await until("the adapter of the link", () =>
        text(/The adapter made here[^\n.]*|could not be read[^\n]*/),
      );
      await until("a checksum", checksum);
      const isSame = earlier["generates"]!.startsWith(checksum());
      if (!isSame) throw new Error(`another adapter: ${checksum()}`);
      return banner.slice(0, 60);
    },
  },
  {
    name: "teaches",
    async inPage({ type, press, until, text }) {
      await press(/^Paste or open a file/);
      const pairs = ["cat\tanimal", "saw\ttool", "plum\tfruit", "goat\tanimal"];
      await type(/^Examples, one a line/, pairs.join("\n"));
      await press(/^Add 4 examples/);
      await press(/^Teach$/);
      return until("the end of the lesson", () =>
        text(/Taught \d+ steps? with \d+ examples/),
      );
    },
  },
  {
    name: "keeps itself",
    async inPage({ until }) {
      await until("the files of the page", () =>
        document.body.textContent?.includes("works without a network"),
      );
      return `isolated: ${crossOriginIsolated}`;
    },
  },
  {
    name: "offline",
    before: "offline",
    async inPage({ until, text }) {
      return until("the models without a network", () =>
        text(/WebAssembly, \d+ threads?/),
      );
    },
  },
];
