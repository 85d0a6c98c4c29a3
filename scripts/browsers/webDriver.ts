/** The few commands of WebDriver (W3C) that driving WebKitGTK takes. */
import { type ChildProcess, spawn } from "node:child_process";

/** As Debian's packages for x86-64 have it. */
const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const PORT = 4797;
const STARTED_MS = 30_000;
const SCRIPT_MS = 600_000;

export interface Session {
  goto(address: string): Promise<void>;
  /** What the promise of an expression in the page comes to. */
  run(expression: string): Promise<unknown>;
  version: string;
  close(): Promise<void>;
}

/** The expression without the help that the compiler expects around named functions. */
export function inPage(expression: string): string {
  return `(() => { const __name = (one) => one; return ${expression}; })()`;
}

/** Starts Debian's WebKitWebDriver with WebKitGTK's own small browser. */
export async function openWebKit(): Promise<Session> {
  const driver = spawn("WebKitWebDriver", [`--port=${PORT}`], { stdio: "ignore" });
  const died = new Promise<never>((_, reject) => driver.on("error", reject));
  const { sessionId, capabilities } = await Promise.race([died, newSession(driver)]);
  const path = `/session/${sessionId}`;
  await send("POST", `${path}/timeouts`, { script: SCRIPT_MS, pageLoad: SCRIPT_MS });
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    goto: async (address) => void (await send("POST", `${path}/url`, { url: address })),
    async run(expression) {
      const script = `const done = arguments[0]; ${inPage(expression)}.then(
          (value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = (await send("POST", `${path}/execute/async`, {
        script,
        args: [],
      })) as {
        value?: unknown;
        error?: string;
      };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    async close() {
      await send("DELETE", path, undefined).catch(() => {});
      driver.kill();
    },
  };
}

interface NewSession {
  sessionId: string;
  capabilities: { browserVersion: string };
}

async function newSession(driver: ChildProcess): Promise<NewSession> {
  const until = Date.now() + STARTED_MS;
  for (;;) {
    try {
      return (await send("POST", "/session", {
        capabilities: {
          alwaysMatch: {
            "webkitgtk:browserOptions": { args: ["--automation"], binary: MINI_BROWSER },
          },
        },
      })) as NewSession;
    } catch (error) {
      if (Date.now() > until || driver.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function send(method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${PORT}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { "Content-Type": "application/json" },
  });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`WebDriver: ${JSON.stringify(value).slice(0, 300)}`);
  return value;
}
