/** Download progress in one line; a plain sentence where there is no terminal. */

const WIDTH = 30;

export interface ProgressBar {
  advance(bytes: number): void;
  finish(): void;
}

export function createProgressBar(
  name: string,
  totalBytes: number,
  startBytes: number,
): ProgressBar {
  let bytes = startBytes;
  const isTerminal = process.stdout.isTTY;
  const draw = () => {
    const share = Math.min(1, bytes / totalBytes);
    const filled = "█".repeat(Math.round(WIDTH * share)).padEnd(WIDTH, "░");
    return `${filled} ${megabytes(bytes)} of ${megabytes(totalBytes)} MB  ${name}`;
  };
  return {
    advance(count) {
      bytes += count;
      if (isTerminal) process.stdout.write(`\r${draw()}`);
    },
    finish() {
      process.stdout.write(isTerminal ? "\n" : `${draw()}\n`);
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
