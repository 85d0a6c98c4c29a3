/** Outcome of opening a link, as plain data. */

export type LinkState =
  | { status: "none" }
  | { status: "unreadable"; reason: UnreadableLink }
  | { status: "restoring" }
  | {
      status: "restored";
      /**
       * "untaught" is the sender's before it was taught, which no link can carry. "unmade": its base
       * model was declined, or is missing.
       */
      adapter:
        | "identical"
        | "same-up-to-rounding"
        | "different"
        | "absent"
        | "untaught"
        | "unmade";
      /** Models the link names and this page does not run; equal names differ in version. */
      otherModels: { theirs: string; ours: string | null }[];
      /** SHA-256 of the sender's own base model, whose file is not here; absent: it is none. */
      missingBase?: string;
    };

export type UnreadableLink =
  | { kind: "too-long" | "incomplete" | "damaged" }
  | { kind: "other-format"; found: number; known: number };

export const NO_LINK: LinkState = { status: "none" };
