import { GpuAdapter } from "../../../src/engine/device/webgpu/adapter";
import { openWebGpu } from "../../../src/engine/device/webgpu/device";
import { describeHypernetworks } from "./latentCases";

describeHypernetworks(
  openWebGpu,
  async (name) => {
    const response = await fetch(
      new URL(`../../fixtures/golden/${name}`, import.meta.url),
    );
    return new Uint8Array(await response.arrayBuffer());
  },
  async (generated, { gpu }) => {
    const { groups, packed } = generated as GpuAdapter;
    return gpu.read(groups[0]!.A, packed.groups[0]!.A.length);
  },
);
