/**
 * Contract of a kind of hypernetwork: how its manifest is read, what it needs, what it can do.
 */
import type { HypernetworkManifest } from "../../formats/manifest";
import type { ChatTemplate } from "../../shared/chatTemplates";
import type { DescriptionLength } from "../../shared/description";
import type { DescriptionReader } from "../../shared/engine";
import { AppError } from "../../shared/errors";
import type { Fields } from "../../shared/json";
import type { GeneratedAdapter } from "../adapter/rows";
import type { LoraLayout } from "../adapter/layout";
import type { LanguageModel, LanguageModelOptions } from "../base/languageModel";
import type { LlamaConfig } from "../base/llamaConfig";
import type { Tokenizer } from "../base/tokenizer";
import type { ComputeDevice } from "../device/device";
import type { Encoder } from "./encoder";

/**
 * One kind; kinds.ts has them all. `Architecture` is the kind's own part of a manifest, and
 * `Reading` is a description as the kind takes it: callers pass both on unseen.
 */
export interface HypernetworkKind<Architecture = unknown, Reading = unknown> {
  /** Features that the base model must be built with. */
  baseNeeds: BaseNeeds;
  /** The model that reads descriptions; the encoder is loaded with the others only if it does. */
  reader: DescriptionReader;
  /** Reads the kind's own part of a manifest; throws "bad-file" naming the key. */
  readManifest(manifest: Fields): Architecture;
  /**
   * Throws "unsupported-model" when it was trained for another base model, "bad-file" when the
   * weights are not what the manifest says.
   */
  open(
    manifest: HypernetworkManifest<Architecture>,
    weights: Uint8Array,
    host: HypernetworkHost,
  ): Promise<Hypernetwork<Reading>>;
}

export type BaseNeeds = Required<
  Pick<LanguageModelOptions, "sharesA" | "givesProjections">
>;

/** The loaded models that a hypernetwork works with. */
export interface HypernetworkHost {
  languageModel: LanguageModel;
  tokenizer: Tokenizer;
  chatTemplate: ChatTemplate;
  /** Opens the encoder, or gives the one that is open. */
  openEncoder(): Promise<Encoder>;
  device: ComputeDevice;
}

/** A checkpoint that is loaded: description -> reading -> adapter. */
export interface Hypernetwork<Reading = unknown> {
  read(description: string): Promise<Reading>;
  /** How much of the description `read` reads. */
  measure(description: string): DescriptionLength;
  /** Both descriptions as one, in which the second has the share `position`. */
  mix(first: Reading, second: Reading, position: number): Reading;
  generate(reading: Reading): Promise<GeneratedAdapter>;
  dispose(): Promise<void>;
}

/** Throws "unsupported-model" unless the base has the layers and modules that are generated. */
export function checkFit(
  manifest: HypernetworkManifest,
  config: LlamaConfig,
  layout: LoraLayout,
): void {
  const unknown = manifest.targetModules.filter(
    (name) =>
      !layout.groups.some(({ modules }) => modules.some(({ module }) => module === name)),
  );
  if (manifest.layers === config.layers && unknown.length === 0) return;
  throw new AppError({
    code: "unsupported-model",
    fault: {
      kind: "other-layers",
      hypernetwork: manifest.label,
      theirs: manifest.layers,
      modules: manifest.targetModules.join(", "),
      ours: config.layers,
    },
  });
}
