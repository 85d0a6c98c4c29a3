/** The variants of hypernetworks, and the kind of network that each of them is. */
export const KIND_OF_VARIANT = {
  L: "latent",
  M: "latent",
  S: "latent",
  G: "gist",
} as const;

export type Variant = keyof typeof KIND_OF_VARIANT;
export type HypernetworkKindName = (typeof KIND_OF_VARIANT)[Variant];

/** The variants of one kind. */
export type VariantOf<Kind extends HypernetworkKindName> = {
  [Name in Variant]: (typeof KIND_OF_VARIANT)[Name] extends Kind ? Name : never;
}[Variant];

export const VARIANTS = Object.keys(KIND_OF_VARIANT) as Variant[];

/** What a hypernetwork was trained by. */
export const TRAININGS = ["sft", "reconstruction", "distillation"] as const;

export type Training = (typeof TRAININGS)[number];
