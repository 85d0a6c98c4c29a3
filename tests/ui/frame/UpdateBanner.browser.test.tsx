import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { AppStore } from "../../../src/store/store";
import { UpdateBanner } from "../../../src/ui/frame/Banners";
import { takeExamples } from "../../store/appStore";
import { render } from "../render";
import { SCENES } from "../scenes";

const reload = page.getByRole("button", { name: "Reload" });
const lost = page.getByText(/would lose some/u);

afterEach(() => history.replaceState(null, "", location.pathname + location.search));

/** The scene with a new version ready; the count of times that it was applied. */
async function withUpdate(prepare: (store: AppStore) => Promise<void>) {
  const store = await SCENES.ready();
  const applied = { times: 0 };
  await prepare(store);
  await store.actions.connectOffline(async ({ onUpdate }) => {
    queueMicrotask(onUpdate);
    return {
      complete: async () => {},
      applyUpdate: () => void (applied.times += 1),
    };
  });
  render(store, <UpdateBanner />);
  return applied;
}

test("what a link carries is reloaded at once", async () => {
  const applied = await withUpdate((store) => takeExamples(store, "a,b\nc,d"));
  await reload.click();
  await expect.poll(() => applied.times).toBe(1);
  expect(location.hash).toMatch(/^#v3=/u);
});

test("a list that is too long for a link is not lost unsaid", async () => {
  const rows = Array.from({ length: 25 }, (_, row) => `in ${row},out ${row}`);
  const applied = await withUpdate((store) => takeExamples(store, rows.join("\n")));
  await reload.click();
  await expect.element(lost).toBeVisible();
  expect(applied.times).toBe(0);
  await reload.click();
  await expect.poll(() => applied.times).toBe(1);
});
