import { describeLanguageModel } from "./languageModelCases";

describeLanguageModel("webgpu", 1e-3);
