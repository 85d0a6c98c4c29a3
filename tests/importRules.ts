/** The rules of the tree, as a function of its files: what architecture.test.ts holds src to. */

/** Source texts by path from the root of src, such as "engine/base/cache.ts". */
export type Sources = Record<string, string>;

export interface Rules {
  /** Folders that each folder of src may import from. */
  layers: Record<string, readonly string[]>;
  /**
   * Rooms of each layer that has them, and the files beside them, lowest first. Each may import
   * those before it.
   */
  floors: Record<string, readonly string[]>;
  /** Imports against the order of the floors, "from -> to", each with its reason. */
  exceptions: Record<string, string>;
  /** Packages that only some layers may import; all others are free. */
  packages: Record<string, readonly string[]>;
  /** Layers of the page's own thread; the others know neither document nor window. */
  pageLayers: readonly string[];
  /** Largest number of code files in one folder. */
  mostFiles: number;
}

const IMPORT = /\b(?:from|import)\s*\(?\s*"([^"]+)"/gu;
const PAGE_ONLY = /\b(?:document|window)\.\w/u;

/** Sentences that each name one breach; none when the tree keeps the rules. */
export function breaches(sources: Sources, rules: Rules): string[] {
  const paths = Object.keys(sources);
  const usedExceptions = new Set<string>();
  const found = paths.flatMap((path) => ofFile(path));
  for (const exception of Object.keys(rules.exceptions)) {
    if (!usedExceptions.has(exception)) found.push(`${exception} is excepted in vain.`);
  }
  return [...found, ...crowdedFolders(paths, rules.mostFiles)];

  function ofFile(path: string): string[] {
    const text = sources[path]!;
    const layer = layerOf(path);
    const allowed = rules.layers[layer];
    if (!allowed) return [`${path} lies in no layer that is known.`];
    const result: string[] = [];
    if (!rules.pageLayers.includes(layer) && PAGE_ONLY.test(text)) {
      result.push(`${path} uses the page, which a worker does not have.`);
    }
    const floors = rules.floors[layer];
    if (floors && !floors.includes(roomOf(path))) {
      result.push(`${path} lies in no room of ${layer} that is known.`);
    }
    for (const [, target] of text.matchAll(IMPORT)) {
      result.push(
        ...(target!.startsWith(".")
          ? ofInnerImport(path, resolve(path, target!))
          : ofPackage(path, target!)),
      );
    }
    return result;
  }

  function ofInnerImport(path: string, target: string): string[] {
    const [layer, targetLayer] = [layerOf(path), layerOf(target)];
    if (layer !== targetLayer) {
      if (rules.layers[layer]!.includes(targetLayer)) return [];
      return [`${path} imports ${target}, and ${layer} may not import ${targetLayer}.`];
    }
    const floors = rules.floors[layer];
    const [from, to] = [roomOf(path), roomOf(target)];
    if (!floors || from === to) return [];
    if (floors.indexOf(to) < floors.indexOf(from)) return [];
    const exception = `${layer}/${from} -> ${layer}/${to}`;
    if (exception in rules.exceptions) {
      usedExceptions.add(exception);
      return [];
    }
    return [`${path} imports ${target}, and ${from} lies below ${to}.`];
  }

  function ofPackage(path: string, target: string): string[] {
    const [first, second] = target.split("/") as [string, string?];
    const name = first.startsWith("@") ? `${first}/${second}` : first;
    const owners = rules.packages[name];
    if (!owners || owners.includes(layerOf(path))) return [];
    return [`${path} imports ${name}, which is for ${owners.join(" and ")} alone.`];
  }
}

function crowdedFolders(paths: readonly string[], mostFiles: number): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return Array.from(counts)
    .filter(([, count]) => count > mostFiles)
    .map(
      ([folder, count]) => `${folder} has ${count} files; at most ${mostFiles} may be.`,
    );
}

function layerOf(path: string): string {
  return path.split("/")[0]!;
}

/** The folder below the layer, or the name of a file that lies in the layer itself. */
function roomOf(path: string): string {
  const [, room] = path.split("/") as [string, string];
  return room.replace(/\.\w+$/u, "");
}

/** The path from the root of src of what `path` imports as `target`. */
function resolve(path: string, target: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
