import { Suspense, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { lazyPart, Part } from "../../../src/ui/kit/Part";
import { render } from "../render";
import { SCENES } from "../scenes";

// React tells the console of every error that a boundary catches.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

const failed = page.getByRole("alert");
const again = page.getByRole("button", { name: "Try again" });

test("a part that does not arrive leaves the others, and comes when asked again", async () => {
  let tries = 0;
  const Late = lazyPart(async () => {
    tries += 1;
    if (tries < 3) throw new TypeError("Failed to fetch dynamically imported module");
    return () => <p>here at last</p>;
  });
  function Beside() {
    const [typed, setTyped] = useState("");
    return (
      <>
        <input
          aria-label="typed"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Suspense fallback={null}>{typed !== "" && <Late />}</Suspense>
      </>
    );
  }
  render(await SCENES.ready(), <Beside />);
  const field = page.getByRole("textbox", { name: "typed" });
  await field.fill("words");
  await expect.element(failed).toHaveTextContent(/did not arrive, or broke/u);
  await again.click();
  await expect.poll(() => tries).toBe(2);
  await expect.element(failed).toBeVisible();
  await again.click();
  await expect.element(page.getByText("here at last")).toBeVisible();
  await expect.element(field).toHaveValue("words");
});

test("a part that breaks while it draws leaves the others", async () => {
  let isBroken = true;
  function Broken() {
    if (isBroken) throw new Error("no");
    return <p>drawn</p>;
  }
  render(
    await SCENES.ready(),
    <>
      <p>beside</p>
      <Part>
        <Broken />
      </Part>
    </>,
  );
  await expect.element(failed).toBeVisible();
  await expect.element(page.getByText("beside")).toBeVisible();
  isBroken = false;
  await again.click();
  await expect.element(page.getByText("drawn")).toBeVisible();
});
