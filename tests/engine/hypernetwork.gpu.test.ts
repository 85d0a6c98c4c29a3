import { describeHypernetworks } from "./hypernetworkCases";

describeHypernetworks("webgpu", async (name) => {
  const response = await fetch(new URL(`../fixtures/golden/${name}`, import.meta.url));
  return new Uint8Array(await response.arrayBuffer());
});
