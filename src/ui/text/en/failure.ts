/** English sentences for failures, by code and fault (shared/errors.ts). */
export const failureEnglish = {
  "no-webgpu": {
    absent: "This browser has no WebGPU.",
    "no-adapter": "This browser gives no access to a GPU.",
    silent: "The GPU did not answer within seconds.",
    broken: "This browser has only a part of WebGPU.",
    refused: "The GPU refused to start.",
  },
  "device-lost": "The graphics device was lost.",
  "download-failed":
    "{{path}} could not be loaded: {{why}}. Try again: a download goes on where it was.",
  download: {
    unreachable: "the site cannot be reached",
    removed: "the kept file was removed while it was being read",
    status: "the site answered {{status}}",
    page: "the site answered with a page instead of the file",
    broken: "the connection broke after {{bytes}} bytes",
    short: "it ended after {{bytes}} of {{expected}} bytes",
    long: "it is longer than the expected {{expected}} bytes",
  },
  "not-fetched":
    "This site was set up without {{file}} ({{why}}). Whoever runs it fetches it with `npm start`, without `-- --base`; whoever has the file can give it to the page as a GGUF of their own; another base model can be loaded meanwhile.",
  "wrong-hash":
    "{{path}} arrived, but is not the expected file (its SHA-256 differs). Try again; if it stays so, the site serves a wrong file.",
  "bad-file": "{{file}} is damaged: {{why}}. Fetch it again.",
  file: {
    gguf: "The model file",
    safetensors: "The safetensors file",
    manifest: "The hypernetwork's manifest",
    "training-tasks": "The list of training tasks",
    "encoder-configuration": "The encoder's config.json",
    "encoder-tokenizer": "The encoder's tokenizer",
  },
  fault: {
    "too-long": "it is far too long",
    "not-json": "it is not JSON",
    "not-gguf": "it is not a GGUF file",
    "ends-early": "it ends at byte {{byte}}, within its header",
    "not-utf8": "the text at byte {{byte}} is not UTF-8",
    "impossible-count": "a count of {{count}} at byte {{byte}} is not possible",
    "unknown-type": "the type {{type}} at byte {{byte}} is unknown",
    value: `"{{place}}" is {{found}}`,
    "tensor-missing": "tensor {{tensor}} is missing",
    "tensor-type": "tensor {{tensor}} has the type {{type}}",
    "tensor-shape": "tensor {{tensor}} is {{shape}}, not {{expected}}",
    "tensor-entry": "tensor {{tensor}} has no valid shape or place",
    "tensor-place":
      "tensor {{tensor}} runs past the end of the file or does not fit its shape",
    twice: "{{name}} is there twice",
  },
  unsupported: {
    "gguf-version": "GGUF version {{version}} is not supported.",
    "model-key": "This model cannot be run here: {{key}} is {{value}}.",
    "model-tensor": "This model cannot be run here: it has the tensor {{tensor}}.",
    "tensor-type":
      "Tensor {{tensor}} is stored as {{type}}, which this page cannot compute with. Use a file in {{readable}}.",
    "tensor-size":
      "Tensor {{tensor}} has {{bytes}} bytes, and this GPU holds at most {{most}} in one piece. Use WebAssembly instead, or a smaller base model.",
    encoder: "The encoder is a {{type}} model; only BERT with GELU is supported.",
    "manifest-version":
      "The manifest has version {{found}}; this page reads version {{known}}. Reload the page or export the hypernetwork again.",
    "text-rule":
      "The hypernetwork wants the text rule “{{rule}}”, which this page does not know.",
    template:
      "The hypernetwork was trained with the chat template {{theirs}}, but this page prompts with {{ours}}. Use a matching version of the page.",
    "template-tokens":
      "The hypernetwork {{hypernetwork}} expects a template of {{expected}} tokens, but this model's tokenizer makes {{found}} of it.",
    "other-versions":
      "The hypernetwork {{hypernetwork}} was trained for {{base}} and {{encoder}}, in other versions than this page loads.",
    "other-layers":
      "The hypernetwork {{hypernetwork}} was trained for another base model: it writes {{theirs}} layers of {{modules}}, this model has {{ours}} layers.",
  },
  input: {
    "no-description":
      "There is no description yet. Write in one sentence what the model should do, or pick a demo.",
    "long-description":
      "The description has {{length}} characters; at most {{most}} fit. Shorten it.",
    "no-column": "There is no column to answer.",
    "no-message": "A column has no message. Write one first.",
    "no-answer-tokens": "The longest answer must be at least one token.",
    "blend-position": "A blend lies between 0 and 1.",
    "not-loaded": "The models are not loaded yet. Load them first.",
    "no-hypernetwork":
      "There is no hypernetwork for {{base}} yet, so a description cannot become an adapter. Chat, the prompt column, the check and teaching from examples work; another base model has hypernetworks.",
    "other-base":
      "This adapter was made for {{theirs}} and does not fit {{base}}. Load {{theirs}} to use it.",
    "adapter-gone": "This adapter is no longer there. Generate it again.",
    "numbers-missing":
      "The numbers of this adapter are not in this browser. Repeat its lesson, or drop the files that it was read from or downloaded to.",
    "other-hypernetwork":
      "This adapter belongs to {{hypernetwork}}. Choose that hypernetwork first.",
    "insecure-page":
      "This page was opened over plain http, where files cannot be verified. Open it over https or on localhost.",
    "no-examples": "There is no example to teach. Add one: a message and its answer.",
    "empty-example":
      "Example {{place}} lacks its message or its answer. Fill it in or remove it.",
    "long-example":
      "Example {{place}} is {{tokens}} tokens long; at most {{most}} can be taught. Shorten it.",
    "teaching-setting": "The setting “{{setting}}” of the lesson is not possible.",
    "lesson-running": "A lesson is running already. Stop it first, or wait for its end.",
    "no-lesson":
      "The lesson that this adapter came from is no longer there. Begin a new one from the adapter.",
    "lesson-over":
      "This lesson has all its {{steps}} steps behind it. Ask for more steps.",
  },
  adapter: {
    "nothing-found":
      "No adapter was found. Give a PEFT .zip, adapter_config.json with adapter_model.safetensors, or a GGUF LoRA.",
    several: "There are several adapters: {{names}}. Give one of them.",
    pickle:
      "{{file}} is a pickle, which can run code when it is opened. Save the adapter as safetensors.",
    "lfs-pointer":
      "{{file}} is a Git LFS pointer, not the file itself. Fetch it with `git lfs pull`, or download it.",
    page: "{{file}} is a web page, not the file: the download went wrong.",
    "zip-damaged": "The .zip is damaged or incomplete.",
    "zip-encrypted": "The .zip is encrypted.",
    "zip-path": "The .zip is refused: its path {{path}} leads out of the folder.",
    "too-large": "The files are too large: at most {{most}} bytes are read, unpacked.",
    "no-config": "adapter_config.json is missing; the scaling stands in it.",
    "no-weights": "adapter_model.safetensors is missing.",
    "config-not-json": "adapter_config.json is not JSON.",
    "no-rank": "adapter_config.json has no “r”, the rank in PEFT.",
    "rank-as-other-key":
      "adapter_config.json has no “r”, the rank in PEFT, but “{{key}}”: other trainers call it so.",
    "no-alpha":
      "adapter_config.json has no “lora_alpha”, without which the scaling is unknown.",
    "config-value": "The configuration is wrong: “{{key}}” is {{found}}.",
    method: "This is not plain LoRA but {{method}}, which cannot be used here.",
    "whole-modules":
      "The adapter brings whole modules of its own ({{modules}}), which cannot be used here.",
    embeddings:
      "The adapter has trained embeddings or a trained head, which cannot be used here.",
    biases: "The adapter has trained biases, which cannot be used here.",
    "no-tensors": "The file has no LoRA tensors.",
    "other-architecture":
      "The adapter is for another architecture: it has {{found}}, and the base model here is {{base}}.",
    "lone-half": "{{tensor}} has no {{missing}} beside it.",
    twice: "{{tensor}} is there twice.",
    "tensor-rank": "{{tensor}} has rank {{found}}, not {{expected}}.",
    "tensor-type":
      "{{tensor}} is stored as {{type}}; float32, float16 and bfloat16 can be read.",
    "not-finite": "{{tensor}} has values that are no numbers.",
    "other-shapes":
      "The adapter is for another base model: {{fits}} of {{count}} tensors fit {{base}}; {{tensor}} is {{shape}}, not {{expected}}.",
    "other-modules":
      "The adapter changes {{modules}}; with the loaded checkpoint only {{possible}} can be changed.",
    "uneven-ranks":
      "A few modules of the adapter have a rank so much higher than the others that the whole would take {{needed}} bytes of memory, and at most {{most}} are given to it. Reduce the rank of those modules.",
  },
  base: {
    "lfs-pointer":
      "This is a Git LFS pointer, not the model itself. Fetch it with `git lfs pull`, or download it.",
    page: "This is a web page, not a model: the download went wrong.",
    "not-gguf":
      "This is not a GGUF file. A base model is read from a GGUF, as llama.cpp and Ollama use it.",
    empty: "The file is empty: the download went wrong.",
    adapter:
      "This GGUF is a LoRA adapter, which is added to a base model and is none itself.",
    split:
      "This is part {{number}} of a model in {{count}} parts. Join them with `llama-gguf-split --merge`, giving the first part, and use what comes out.",
    truncated:
      "The file ends after {{bytes}} of {{expected}} bytes: the download did not finish. Fetch it again.",
    "no-template":
      "The file has no chat template (tokenizer.chat_template), so it is no model that was taught to answer. Use its Instruct version.",
    "other-template":
      "The file's chat template (tokenizer.chat_template) is none that this page can write: {{known}}.",
    "too-large":
      "This model takes {{needed}} GB of weights on WebAssembly, which has room for {{most}} GB. Use a GPU (WebGPU), or a smaller model.",
    gone: "The model's file can no longer be read: it was moved, changed or removed. Choose it again.",
    changed: "The model's file has changed since it was chosen. Choose it again.",
    "no-room":
      "The browser has no room to keep the model's file. Free some space on the disk; it can be used without.",
    "not-kept":
      "This browser keeps no files here, as in a private window. The model can be used without.",
  },
  lesson: {
    "not-finite":
      "The lesson ended at step {{step}}: its numbers grew beyond bounds. The adapter is as it was before; teach with a lower rate.",
    growing:
      "The lesson ended at step {{step}}, as its loss grew from {{first}} to {{loss}}. The adapter is as it was before; teach with a lower rate.",
    "other-models":
      "The lesson ended because other models were loaded. The adapter is as it was before.",
  },
  "context-full": {
    before:
      "This conversation is {{tokens}} tokens long and the model's memory holds {{most}}. Clear the conversation or shorten the message.",
    during: "The conversation reached {{most}} tokens, all the model's memory holds.",
  },
  "out-of-memory": {
    gpu: "The GPU ran out of memory. Close other tabs, or use WebAssembly instead.",
    thread:
      "The part of the page that computes ran out of memory and has stopped. Load the models again.",
    tab: "The browser ran out of memory. Close other tabs or reload the page.",
  },
  "thread-stopped": {
    silent: "The part of the page that computes has stopped. Load the models again.",
    reason:
      "The part of the page that computes has stopped ({{reason}}). Load the models again.",
  },
  aborted: "Stopped on request.",
  internal: "The page itself made a mistake ({{detail}}). Try again, or reload the page.",
};
