import { describeHypernetworks } from "./latentCases";

describeHypernetworks("webgpu", async (name) => {
  const response = await fetch(new URL(`../../fixtures/golden/${name}`, import.meta.url));
  return new Uint8Array(await response.arrayBuffer());
});
