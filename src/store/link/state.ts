/** Outcome of opening a link, as plain data. */

export type LinkState =
  | { status: "none" }
  | { status: "unreadable"; reason: UnreadableLink }
  | { status: "restoring" }
  | {
      status: "restored";
      /** "untaught" is the sender's before it was taught, which no link can carry. */
      adapter: "identical" | "same-up-to-rounding" | "different" | "absent" | "untaught";
      /** Models the link names and this page does not run; equal names differ in version. */
      otherModels: { theirs: string; ours: string | null }[];
    };

export type UnreadableLink =
  | { kind: "too-long" | "incomplete" | "damaged" }
  | { kind: "other-format"; found: number; known: number };

export const NO_LINK: LinkState = { status: "none" };
