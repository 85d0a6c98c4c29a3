/** A failure in the person's language: a sentence by its code and its values. */
import type { BaseFileFault, Failure } from "../../shared/errors";
import type { Text } from "../text/translation";

/** Bytes of models as people read them. */
function baseValues(fault: BaseFileFault): Record<string, unknown> {
  if (fault.kind !== "too-large") return fault;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  return { needed: gigabytes(fault.needed), most: gigabytes(fault.most) };
}

export function failureWords(text: Text, failure: Failure): string {
  switch (failure.code) {
    case "no-webgpu":
      return text(`failure.no-webgpu.${failure.fault.kind}`);
    case "download-failed": {
      const { path, fault } = failure;
      const why = text(`failure.download.${fault.kind}`, fault);
      const isAbsent =
        fault.kind === "page" || (fault.kind === "status" && fault.status === 404);
      // Only a base model's file may have been left out when the site was set up.
      if (isAbsent && path.endsWith(".gguf")) {
        return text("failure.not-fetched", { file: path.split("/").at(-1)!, why });
      }
      return text("failure.download-failed", { path, why });
    }
    case "wrong-hash":
      return text("failure.wrong-hash", { path: failure.path });
    case "bad-file": {
      const { file, fault } = failure;
      return text("failure.bad-file", {
        file: text(`failure.file.${file}`),
        why: text(`failure.fault.${fault.kind}`, fault),
      });
    }
    case "unsupported-model":
      return text(`failure.unsupported.${failure.fault.kind}`, failure.fault);
    case "bad-input":
      return text(`failure.input.${failure.fault.kind}`, failure.fault);
    case "bad-adapter":
      return text(`failure.adapter.${failure.fault.kind}`, failure.fault);
    case "bad-base":
      return text(`failure.base.${failure.fault.kind}`, baseValues(failure.fault));
    case "lesson-failed": {
      const { fault } = failure;
      if (fault.kind !== "growing") return text(`failure.lesson.${fault.kind}`, fault);
      const { step, loss, first } = fault;
      return text("failure.lesson.growing", {
        step,
        loss: loss.toFixed(2),
        first: first.toFixed(2),
      });
    }
    case "context-full": {
      const { tokens, most } = failure;
      return tokens === null
        ? text("failure.context-full.during", { most })
        : text("failure.context-full.before", { tokens, most });
    }
    case "out-of-memory":
      return text(`failure.out-of-memory.${failure.of}`);
    case "thread-stopped": {
      const { reason } = failure;
      return reason === ""
        ? text("failure.thread-stopped.silent")
        : text("failure.thread-stopped.reason", { reason });
    }
    case "device-lost":
      return text("failure.device-lost");
    case "aborted":
      return text("failure.aborted");
    case "internal":
      return text("failure.internal", { detail: failure.detail });
    default:
      return failure satisfies never;
  }
}
