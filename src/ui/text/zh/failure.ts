import type { Translated } from "../en/english";
import type { failureEnglish } from "../en/failure";

export const failureChinese: Translated<typeof failureEnglish> = {
  "no-webgpu": {
    absent: "此浏览器没有 WebGPU。",
    "no-adapter": "此浏览器无法使用 GPU。",
    silent: "GPU 在数秒内没有应答。",
    broken: "此浏览器的 WebGPU 不完整。",
    refused: "GPU 拒绝启动。",
  },
  "device-lost": "图形设备已丢失。",
  "download-failed": "{{path}} 没有下载成功：{{why}}。请重试：下载会从中断处继续。",
  download: {
    unreachable: "无法连接到网站",
    removed: "保存的文件在读取时被删除",
    status: "网站返回了 {{status}}",
    page: "网站返回的是网页，不是文件",
    broken: "连接在收到 {{bytes}} 字节后中断",
    short: "只收到 {{expected}} 字节中的 {{bytes}} 字节",
    long: "它比预期的 {{expected}} 字节更长",
  },
  "not-fetched":
    "这个站点安装时没有取 {{file}}（{{why}}）。运行它的人可以用 `npm start`（不加 `-- --base`）取来；手上有这个文件的人可以把它作为自己的 GGUF 交给页面；在此之前可以加载另一个基础模型。",
  "wrong-hash":
    "收到的 {{path}} 与预期不符（SHA-256 不同）；请重试，若仍如此则是网站的文件有误。",
  "bad-file": "{{file}}已损坏：{{why}}。请重新获取。",
  file: {
    gguf: "模型文件",
    safetensors: "safetensors 文件",
    manifest: "超网络的清单",
    "training-tasks": "训练任务列表",
    "encoder-configuration": "编码器的 config.json ",
    "encoder-tokenizer": "编码器的分词器",
  },
  fault: {
    "too-long": "它过长",
    "not-json": "它不是 JSON",
    "not-gguf": "它不是 GGUF 文件",
    "ends-early": "它在第 {{byte}} 字节处就结束了，文件头不完整",
    "not-utf8": "第 {{byte}} 字节处的文字不是 UTF-8",
    "impossible-count": "第 {{byte}} 字节处的数量 {{count}} 不可能",
    "unknown-type": "第 {{byte}} 字节处的类型 {{type}} 未知",
    value: "“{{place}}”是 {{found}}",
    "tensor-missing": "缺少张量 {{tensor}}",
    "tensor-type": "张量 {{tensor}} 的类型是 {{type}}",
    "tensor-shape": "张量 {{tensor}} 的形状是 {{shape}}，应为 {{expected}}",
    "tensor-entry": "张量 {{tensor}} 没有有效的形状或位置",
    "tensor-place": "张量 {{tensor}} 超出文件末尾，或与形状不符",
    twice: "{{name}} 出现了两次",
  },
  unsupported: {
    "gguf-version": "不支持 GGUF 版本 {{version}}。",
    "model-key": "此页面无法运行这个模型：{{key}} 是 {{value}}。",
    "model-tensor": "此页面无法运行这个模型：它有张量 {{tensor}}。",
    "tensor-type":
      "张量 {{tensor}} 以 {{type}} 存储，此页面无法计算。请使用 {{readable}} 格式的文件。",
    "tensor-size":
      "张量 {{tensor}} 有 {{bytes}} 字节，而这个 GPU 一块最多容纳 {{most}} 字节。请改用 WebAssembly，或更小的基础模型。",
    encoder: "编码器是 {{type}} 模型；只支持使用 GELU 的 BERT。",
    "manifest-version":
      "清单的版本是 {{found}}，此页面读取版本 {{known}}。请重新加载页面，或重新导出超网络。",
    "text-rule": "超网络要求文本规则“{{rule}}”，此页面不认识。",
    template:
      "超网络训练时用的对话模板是 {{theirs}}，而此页面用的是 {{ours}}。请使用匹配的页面版本。",
    "template-tokens":
      "超网络 {{hypernetwork}} 要求模板有 {{expected}} 个词元，而这个模型的分词器得到 {{found}} 个。",
    "other-versions":
      "超网络 {{hypernetwork}} 是为 {{base}} 和 {{encoder}} 训练的，版本与此页面加载的不同。",
    "other-layers":
      "超网络 {{hypernetwork}} 是为另一个基础模型训练的：它写出 {{theirs}} 层的 {{modules}}，而这个模型有 {{ours}} 层。",
  },
  input: {
    "no-description": "还没有描述。请用一句英文写明模型该做什么，或选一个演示。",
    "long-description": "描述有 {{length}} 个字符，最多 {{most}} 个。请缩短。",
    "no-column": "没有可以回答的列。",
    "no-message": "有一列没有消息。请先写一条。",
    "no-answer-tokens": "最长回答至少要有一个词元。",
    "blend-position": "混合位置应在 0 和 1 之间。",
    "not-loaded": "模型还没有加载。请先加载。",
    "no-hypernetwork":
      "{{base}} 还没有超网络，描述无法变成适配器。对话、提示列、检查和用例子教都可以用；另一个基础模型有超网络。",
    "other-base":
      "这个适配器是为 {{theirs}} 制作的，不适合 {{base}}。请加载 {{theirs}} 来使用它。",
    "adapter-gone": "这个适配器已经不在了。请重新生成。",
    "numbers-missing":
      "这个浏览器里没有这个适配器的数值。请重复这次教学，或拖入它的来源文件或下载过的文件。",
    "other-hypernetwork": "这个适配器属于 {{hypernetwork}}。请先选择那个超网络。",
    "insecure-page":
      "此页面通过普通 http 打开，无法校验文件。请通过 https 或在 localhost 上打开。",
    "no-examples": "没有可教的例子。请添加一个：一条消息和它的回答。",
    "empty-example": "例子 {{place}} 缺少消息或回答。请补全或删除。",
    "long-example": "例子 {{place}} 有 {{tokens}} 个词元，最多能教 {{most}} 个。请缩短。",
    "teaching-setting": "教学设置“{{setting}}”不可用。",
    "lesson-running": "已有一次教学正在进行。请先停止它，或等它结束。",
    "no-lesson": "这个适配器的教学记录已经不在了。请从该适配器重新开始教。",
    "lesson-over": "这次教学的 {{steps}} 步已全部完成。请增加步数。",
  },
  adapter: {
    "nothing-found":
      "没有找到适配器。请给出 PEFT 的 .zip、adapter_config.json 与 adapter_model.safetensors，或 GGUF LoRA。",
    several: "其中有多个适配器：{{names}}。请只给一个。",
    pickle: "{{file}} 是 pickle，打开时可能运行代码。请把适配器存为 safetensors。",
    "lfs-pointer":
      "{{file}} 只是 Git LFS 指针，不是文件本身。请用 `git lfs pull` 获取，或直接下载。",
    page: "{{file}} 是网页而不是文件：下载出了错。",
    "zip-damaged": ".zip 已损坏或不完整。",
    "zip-encrypted": ".zip 已加密。",
    "zip-path": ".zip 被拒绝：其中的路径 {{path}} 指向文件夹之外。",
    "too-large": "文件太大：解压后最多读取 {{most}} 字节。",
    "no-config": "缺少 adapter_config.json，缩放系数写在其中。",
    "no-weights": "缺少 adapter_model.safetensors。",
    "config-not-json": "adapter_config.json 不是 JSON。",
    "no-rank": "adapter_config.json 没有“r”，即 PEFT 中的秩。",
    "rank-as-other-key":
      "adapter_config.json 没有“r”，即 PEFT 中的秩，却有“{{key}}”：别的训练程序这样称呼它。",
    "no-alpha": "adapter_config.json 没有“lora_alpha”，无从得知缩放系数。",
    "config-value": "配置有误：“{{key}}”是 {{found}}。",
    method: "这不是普通的 LoRA，而是 {{method}}，这里不能使用。",
    "whole-modules": "适配器自带整个模块（{{modules}}），这里不能使用。",
    embeddings: "适配器带有训练过的嵌入或输出头，这里不能使用。",
    biases: "适配器带有训练过的偏置，这里不能使用。",
    "no-tensors": "文件中没有 LoRA 张量。",
    "other-architecture":
      "适配器属于另一种架构：它有 {{found}}，而这里的基础模型是 {{base}}。",
    "lone-half": "{{tensor}} 缺少对应的 {{missing}}。",
    twice: "{{tensor}} 出现了两次。",
    "tensor-rank": "{{tensor}} 的秩是 {{found}}，而不是 {{expected}}。",
    "tensor-type": "{{tensor}} 以 {{type}} 存储；可读取 float32、float16 和 bfloat16。",
    "not-finite": "{{tensor}} 中有不是数的值。",
    "other-shapes":
      "适配器属于另一个基础模型：{{count}} 个张量中有 {{fits}} 个适合 {{base}}；{{tensor}} 是 {{shape}}，而不是 {{expected}}。",
    "other-modules": "适配器改变 {{modules}}；加载的检查点只能改变 {{possible}}。",
    "uneven-ranks":
      "少数模块的秩远高于其他模块，整体需要 {{needed}} 字节内存，而最多可用 {{most}} 字节。请降低这些模块的秩。",
  },
  base: {
    "lfs-pointer":
      "这是 Git LFS 指针，不是模型本身。请用 `git lfs pull` 取回，或直接下载。",
    page: "这是一个网页，不是模型：下载出了问题。",
    "not-gguf":
      "这不是 GGUF 文件。基础模型从 GGUF 读取，即 llama.cpp 和 Ollama 所用的格式。",
    empty: "文件是空的：下载出了问题。",
    adapter: "这个 GGUF 是 LoRA 适配器，要加到基础模型上，本身不是基础模型。",
    split:
      "这是一个分成 {{count}} 部分的模型的第 {{number}} 部分。请用 `llama-gguf-split --merge` 从第一部分起合并，再使用合并后的文件。",
    truncated:
      "文件在 {{expected}} 字节中的第 {{bytes}} 字节处结束：下载没有完成。请重新获取。",
    "no-template":
      "文件没有聊天模板（tokenizer.chat_template），不是学过回答的模型。请使用它的 Instruct 版本。",
    "other-template":
      "文件的聊天模板（tokenizer.chat_template）不是本页面会写的模板：{{known}}。",
    "too-large":
      "这个模型在 WebAssembly 上的权重要 {{needed}} GB，而那里只有 {{most}} GB 的空间。请使用 GPU（WebGPU）或更小的模型。",
    gone: "模型文件已无法读取：它被移动、改动或删除了。请重新选择。",
    changed: "模型文件在选择之后有了改动。请重新选择。",
    "no-room": "浏览器没有空间保存模型文件。请腾出一些磁盘空间；不保存也能使用。",
    "not-kept": "这个浏览器不在这里保存文件，例如在隐私窗口中。不保存也能使用模型。",
  },
  lesson: {
    "not-finite":
      "教学在第 {{step}} 步结束：数值超出了范围。适配器保持原样；请用更低的学习率。",
    growing:
      "教学在第 {{step}} 步结束：损失从 {{first}} 升到了 {{loss}}。适配器保持原样；请用更低的学习率。",
    "other-models": "教学已结束，因为加载了别的模型。适配器保持原样。",
  },
  "context-full": {
    before:
      "这段对话有 {{tokens}} 个词元，而模型只能记住 {{most}} 个。请清空对话或缩短消息。",
    during: "对话达到了 {{most}} 个词元，模型只能记住这么多。",
  },
  "out-of-memory": {
    gpu: "GPU 内存不足。请关闭其他标签页，或改用 WebAssembly。",
    thread: "页面中负责计算的部分内存不足，已停止。请重新加载模型。",
    tab: "浏览器内存不足。请关闭其他标签页，或重新加载页面。",
  },
  "thread-stopped": {
    silent: "页面中负责计算的部分已停止。请重新加载模型。",
    reason: "页面中负责计算的部分已停止（{{reason}}）。请重新加载模型。",
  },
  aborted: "已按要求停止。",
  internal: "页面自身出错（{{detail}}）。请重试，或重新加载页面。",
};
