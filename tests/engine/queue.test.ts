import { expect, it } from "vitest";
import { createQueue } from "../../src/engine/queue";

it("does one piece of work at a time, in the order of asking, past failures", async () => {
  const enqueue = createQueue();
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await Promise.resolve();
    events.push(`${name} ends`);
    return name;
  };
  const first = enqueue(work("first"));
  const failed = enqueue(() => {
    throw new Error("refused at once");
  });
  const last = enqueue(work("last"));
  await expect(failed).rejects.toThrow("refused at once");
  expect([await first, await last]).toEqual(["first", "last"]);
  expect(events).toEqual(["first begins", "first ends", "last begins", "last ends"]);
});
