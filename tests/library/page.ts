/** The engine in thirty lines: a task in words, a message, and the answer with the adapter. */
import { AppError, createEngine, DEFAULT_LOAD, GREEDY } from "../../src/textToLora";

const form = document.querySelector("form")!;
const status = document.querySelector("[role=status]")!;
const engine = createEngine(new URL("./", location.href).href);

const loaded = engine.load(DEFAULT_LOAD, ({ stage }) => {
  status.textContent = `${stage} …`;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { task, message } = Object.fromEntries(new FormData(form)) as Record<
    string,
    string
  >;
  try {
    await loaded;
    const { id: adapterId } = await engine.generateAdapter(task!);
    const messages = [{ role: "user" as const, content: message! }];
    const columns = [{ id: "adapted", messages, adapterId, strength: 1 }];
    const request = { columns, sampler: GREEDY, maxNewTokens: 24 };
    const [answer] = await engine.chat(request, () => {});
    await engine.releaseAdapter(adapterId);
    status.textContent = answer!.text;
  } catch (error) {
    status.textContent = error instanceof AppError ? error.code : String(error);
  }
});
