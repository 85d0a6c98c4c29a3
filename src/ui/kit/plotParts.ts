/** The parts of Observable Plot that the page's charts use; the others stay out of the bundle. */
export { cell, dot, line, plot, ruleX, ruleY, text, tickX } from "@observablehq/plot";
