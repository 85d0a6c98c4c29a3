import { readFileSync } from "node:fs";
import { createLanguageModel } from "./src/engine/languageModel";
import { configureRuntime } from "./src/engine/runtime";
configureRuntime({ threads: 2 });
const file = readFileSync("/work/main/public/models/smollm2-135m-instruct-q4_1/SmolLM2-135M-Instruct.Q4_1.gguf");
let t = performance.now();
const lap = (what: string) => { const n = performance.now(); console.log(what, (n - t).toFixed(0), "ms", (process.memoryUsage().rss/1e6).toFixed(0), "MB rss"); t = performance.now(); };
const model = await createLanguageModel(file, { device: "wasm", contextLength: 1024, targetModules: ["q_proj", "v_proj"] });
lap("load"); console.log(model.bytesHeld / 1e6);
const ids = JSON.parse(process.argv[2]!);
const batch = model.startBatch([{ adapter: null, scale: 0 }]);
let logits = await batch.prefill([ids]); lap("prefill " + ids.length);
const out: number[] = [];
for (let i = 0; i < 12; i++) { let b = 0; const l = logits[0]!; for (let j = 0; j < l.length; j++) if (l[j]! > l[b]!) b = j; out.push(b); if (b === 2) break; logits = await batch.step([b]); }
lap("12 steps"); console.log(out);
for (const B of [1, 2, 4]) { const bt = model.startBatch(Array.from({length:B},()=>({ adapter: null, scale: 0 }))); await bt.prefill(Array.from({length:B},()=>ids)); t=performance.now(); for (let i=0;i<10;i++) await bt.step(Array.from({length:B},()=>5)); lap("B="+B+" 10 steps"); }
process.exit(0);
