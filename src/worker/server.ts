/** Answers the page's calls with an engine; the other end of client.ts. */
import type { Engine } from "../shared/engine";
import { AppError } from "../shared/errors";
import type { Request, Response } from "./protocol";

/** The part of a worker's global scope, or of a MessagePort, that is used. */
export interface Port {
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}

/** Serves `engine` on `port` until the thread ends. */
export function serveEngine(engine: Engine, port: Port): void {
  const running = new Map<number, AbortController>();
  const respond = (response: Response, transfer: Transferable[] = []) =>
    port.postMessage(response, { transfer });

  engine.subscribe((event) => respond({ kind: "engine", event }));

  port.onmessage = ({ data }: MessageEvent<Request>) => {
    switch (data.kind) {
      case "cancel":
        running.get(data.id)?.abort();
        return;
      case "call":
        void answer(data);
        return;
      default:
        data satisfies never;
    }
  };

  async function answer(request: Extract<Request, { kind: "call" }>): Promise<void> {
    const { id } = request;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const result = await call(request, controller.signal);
      const transfer =
        request.name === "exportAdapter" ? [result as { bytes: Uint8Array }] : [];
      respond(
        { kind: "result", id, result },
        transfer.map(({ bytes }) => bytes.buffer as ArrayBuffer),
      );
    } catch (error) {
      respond({ kind: "error", id, ...plainError(error) });
    } finally {
      running.delete(id);
    }
  }

  async function call(
    request: Extract<Request, { kind: "call" }>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { id } = request;
    switch (request.name) {
      case "inspectDevices":
        return engine.inspectDevices();
      case "listHypernetworks":
        return engine.listHypernetworks();
      case "load":
        return engine.load(
          request.argument,
          (progress) => respond({ kind: "progress", id, progress }),
          signal,
        );
      case "generateAdapter":
        return engine.generateAdapter(
          request.argument.description,
          signal,
          request.argument.blend,
        );
      case "releaseAdapter":
        await engine.releaseAdapter(request.argument.adapterId);
        return null;
      case "chat":
        return engine.chat(
          request.argument,
          (events) => respond({ kind: "chat", id, events }),
          signal,
        );
      case "exportAdapter":
        return engine.exportAdapter(
          request.argument.adapterId,
          request.argument.strength,
          request.argument.scope,
        );
      case "trainingTasks":
        return engine.trainingTasks();
      case "placeDescription":
        return engine.placeDescription(request.argument.description, signal);
      case "singularValues":
        return engine.singularValues(request.argument.adapterId);
      case "compareToMean":
        return engine.compareToMean(request.argument.adapterId, signal);
      case "compareDescriptions":
        return engine.compareDescriptions(
          request.argument.adapterId,
          request.argument.descriptions,
          signal,
        );
      case "storage":
        return engine.storage();
      case "clearStorage":
        await engine.clearStorage();
        return null;
      default:
        return request satisfies never;
    }
  }
}

function plainError(error: unknown): Pick<AppError, "code" | "message"> {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: `Something unexpected went wrong: ${message}` };
}
