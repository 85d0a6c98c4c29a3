/** The person's choices that this browser remembers; nothing where storage is switched off. */

export type Preference = "language" | "theme" | "tour";

export function keptPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** A choice that cannot be kept still holds for this visit. */
export function keepPreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}
