/**
 * Patterns for modules' paths, as PEFT's rank_pattern and alpha_pattern have them: regular
 * expressions of somebody else's. They are matched by sets of positions, so that none of them, such
 * as `(a+)+x`, takes longer than its length times the square of the path's.
 */

/** The parts of a pattern; each begins at a position of a path and may end at several. */
type Part =
  | { kind: "character"; fits(character: string): boolean }
  | { kind: "start" | "end" }
  | { kind: "sequence" | "choice"; parts: Part[] }
  | { kind: "repeated"; part: Part; least: number; most: number };

export interface ModulePattern {
  /** Parts that are repeated, on which the time to match depends. */
  repeats: number;
  /** Whether the whole path fits, or what stands behind one of its dots. */
  matches(path: string): boolean;
}

/** Null where the text is no such pattern, or one of a kind that is not read here. */
export function readModulePattern(text: string): ModulePattern | null {
  const reader = new PatternReader(text);
  const part = reader.whole();
  return part && { repeats: reader.repeats, matches: (path) => isMatch(part, path) };
}

function isMatch(part: Part, path: string): boolean {
  const match = matcherOf(path);
  const starts = [0, ...[...path.matchAll(/\./gu)].map(({ index }) => index + 1)];
  return starts.some((start) => match(part, start).has(path.length));
}

/** The positions at which a part ends that begins at one; each is found once. */
function matcherOf(path: string): (part: Part, at: number) => ReadonlySet<number> {
  const known = new Map<Part, (ReadonlySet<number> | undefined)[]>();

  function ends(part: Part, at: number): ReadonlySet<number> {
    const ofPart = known.get(part) ?? [];
    known.set(part, ofPart);
    return (ofPart[at] ??= found(part, at));
  }

  function endsOfAll(part: Part, starts: ReadonlySet<number>): Set<number> {
    return new Set([...starts].flatMap((start) => [...ends(part, start)]));
  }

  function found(part: Part, at: number): ReadonlySet<number> {
    switch (part.kind) {
      case "character":
        return new Set(at < path.length && part.fits(path[at]!) ? [at + 1] : []);
      case "start":
        return new Set(at === 0 ? [at] : []);
      case "end":
        return new Set(at === path.length ? [at] : []);
      case "choice":
        return new Set(part.parts.flatMap((one) => [...ends(one, at)]));
      case "sequence":
        return part.parts.reduce<ReadonlySet<number>>(
          (places, one) => (places.size === 0 ? places : endsOfAll(one, places)),
          new Set([at]),
        );
      case "repeated":
        return repeated(part.part, at, part.least, part.most);
      default:
        return part satisfies never;
    }
  }

  function repeated(part: Part, at: number, least: number, most: number): Set<number> {
    let places = new Set([at]);
    for (let count = 0; count < least && places.size > 0; count++) {
      places = endsOfAll(part, places);
    }
    const all = new Set(places);
    for (let count = least; count < most && places.size > 0; count++) {
      places = new Set([...endsOfAll(part, places)].filter((place) => !all.has(place)));
      for (const place of places) all.add(place);
    }
    return all;
  }

  return ends;
}

const ESCAPED: Readonly<Record<string, RegExp>> = {
  d: /^\d$/u,
  D: /^\D$/u,
  w: /^\w$/u,
  W: /^\W$/u,
  s: /^\s$/u,
  S: /^\S$/u,
};
const MOST_NESTING = 20;
/** Paths are shorter. */
const MOST_TIMES = 300;

class PatternReader {
  repeats = 0;
  private at = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Part | null {
    const part = this.choice();
    return part && this.at === this.text.length ? part : null;
  }

  private choice(): Part | null {
    const parts: Part[] = [];
    do {
      const part = this.sequence();
      if (!part) return null;
      parts.push(part);
    } while (this.take("|"));
    return parts.length === 1 ? parts[0]! : { kind: "choice", parts };
  }

  private sequence(): Part | null {
    const parts: Part[] = [];
    while (this.at < this.text.length && !"|)".includes(this.text[this.at]!)) {
      const part = this.repeatedPart();
      if (!part) return null;
      parts.push(part);
    }
    return { kind: "sequence", parts };
  }

  private repeatedPart(): Part | null {
    const part = this.single();
    const times = /[*+?]|\{(\d{1,3})(,)?(\d{1,3})?\}/uy;
    times.lastIndex = this.at;
    const [sign, least, comma, most] = times.exec(this.text) ?? [];
    if (!part || sign === undefined) return part;
    this.at += sign.length;
    // Whether as few as possible are taken makes no difference to what matches.
    this.take("?");
    this.repeats += 1;
    if (sign === "?") return { kind: "repeated", part, least: 0, most: 1 };
    if (least === undefined) {
      const from = sign === "+" ? 1 : 0;
      return { kind: "repeated", part, least: from, most: MOST_TIMES };
    }
    const until = comma ? Number(most ?? MOST_TIMES) : Number(least);
    return { kind: "repeated", part, least: Number(least), most: until };
  }

  private single(): Part | null {
    const character = this.text[this.at]!;
    this.at += 1;
    switch (character) {
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case ".":
        return { kind: "character", fits: () => true };
      case "(":
        return this.group();
      case "[":
        return this.characterClass();
      case "\\":
        return this.escaped();
      default:
        if ("*+?{}]".includes(character)) return null;
        return { kind: "character", fits: (other) => other === character };
    }
  }

  private group(): Part | null {
    if (this.take("?") && !this.take(":")) return null;
    this.depth += 1;
    const part = this.depth <= MOST_NESTING ? this.choice() : null;
    this.depth -= 1;
    return this.take(")") ? part : null;
  }

  private escaped(): Part | null {
    const character = this.text[this.at];
    this.at += 1;
    if (character === undefined) return null;
    const form = ESCAPED[character];
    if (form) return { kind: "character", fits: (other) => form.test(other) };
    // Other letters and digits mean places and groups.
    if (/[\p{L}\p{N}]/u.test(character)) return null;
    return { kind: "character", fits: (other) => other === character };
  }

  private characterClass(): Part | null {
    const written = /\^?\]?(?:\\.|[^\]\\])*\]/uy;
    written.lastIndex = this.at;
    const [inner] = written.exec(this.text) ?? [];
    if (inner === undefined) return null;
    this.at += inner.length;
    try {
      // A class alone has nothing to go back to.
      const form = new RegExp(`^[${inner}$`, "u");
      return { kind: "character", fits: (other) => form.test(other) };
    } catch {
      return null;
    }
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }
}
