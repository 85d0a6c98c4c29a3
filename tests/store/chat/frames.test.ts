import { expect, test } from "vitest";
import { gatherPerFrame } from "../../../src/store/chat/frames";

function screen() {
  const callbacks: (() => void)[] = [];
  return {
    nextFrame: (callback: () => void) => void callbacks.push(callback),
    draw: () => callbacks.splice(0).forEach((callback) => callback()),
  };
}

test("what arrives between two frames is delivered once", () => {
  const { nextFrame, draw } = screen();
  const delivered: number[][] = [];
  const frames = gatherPerFrame<number>(nextFrame, (items) => delivered.push(items));
  frames.add([1]);
  frames.add([2, 3]);
  expect(delivered).toEqual([]);
  draw();
  frames.add([4]);
  draw();
  expect(delivered).toEqual([[1, 2, 3], [4]]);
});

test("a flush delivers at once and the frame after it finds nothing", () => {
  const { nextFrame, draw } = screen();
  const delivered: number[][] = [];
  const frames = gatherPerFrame<number>(nextFrame, (items) => delivered.push(items));
  frames.add([1]);
  frames.flush();
  draw();
  expect(delivered).toEqual([[1]]);
});
