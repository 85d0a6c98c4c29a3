/** Answers the page's calls with an engine; the other end of client.ts. */
import type { Engine, EngineEvent } from "../shared/engine";
import { type Port, serve } from "./bridge";

/** What the page calls across the threads: all of an engine but what the client does itself. */
export type EngineCalls = Omit<Engine, "subscribe" | "dispose">;

/** Serves `engine` on `port` until the thread ends. */
export function serveEngine(engine: Engine, port: Port): void {
  engine.subscribe(serve<EngineCalls, EngineEvent>(engine, port));
}
