/** Every text of the page in Chinese (simplified), with the keys of english.ts. */
import { chatChinese } from "./chat";
import { checkChinese } from "./check";
import { baseQuestionChinese, basesChinese, ownBaseChinese } from "./bases";
import { checkpointsChinese } from "./checkpoint";
import { deckChinese } from "./deck";
import { demosChinese } from "./demos";
import { examplesChinese, filesChinese } from "./examples";
import { failureChinese } from "./failure";
import { doctorChinese, inspectChinese } from "./inspect";
import { importedChinese, libraryChinese } from "./library";
import { steerChinese } from "./steer";
import { teachChinese } from "./teach";
import { keysChinese, memoryChinese, tourChinese } from "./tour";
import type { Translated, english } from "../en/english";
import type { furtherEnglish } from "../en/further";

export const chinese: Translated<typeof english & typeof furtherEnglish> = {
  page: {
    title: "Text-to-LoRA 试验场",
    summary:
      "用一句话描述任务；超网络把它变成 LoRA 适配器，小语言模型在用与不用它的情况下分别作答，全部在本标签页内完成。",
  },
  header: {
    title: "Text-to-LoRA <quiet>试验场</quiet>",
    toLight: "切换到浅色",
    toDark: "切换到深色",
    language: "语言",
  },
  status: {
    cancelled: "加载已取消。",
    load: "加载模型",
    absent: "模型尚未加载。",
    inMemory: "内存占用 {{size}}",
    nothingLeaves: "没有任何数据离开本页",
    loading: "正在加载模型",
    downloading: "正在加载 {{model}}（{{purpose}}）",
    building: "正在构建 {{model}}",
    purpose: {
      base: "负责回答的模型",
      encoder: "比较描述的模型",
      hypernetwork: "生成适配器的网络",
    },
    softwareAdapter: "软件模拟",
    threads_other: "WebAssembly，{{count}} 个线程",
  },
  details: {
    name: "详情",
    models: "模型",
    answers: "回答",
    answersFacts: "{{model}}，内存占用 {{size}}，读写共 {{tokens}} 个词元",
    reads: "读取描述",
    compares: "与训练任务比较",
    writes: "生成适配器",
    writesFacts: "{{model}}，{{size}}，{{parameters}} 个参数",
    runOn: "运行于",
    software: "软件模拟（慢）",
    processor: "WebAssembly，使用处理器",
    switchNote: "切换会重新加载模型；页面内容全部保留。",
    oneThread: "只有一个线程：本站没有发送跨源隔离响应头。",
    kept: "保存在此浏览器中",
    keptNothing: "没有；下次访问要重新下载模型。",
    noRoom: "浏览器没有足够空间保存模型，模型只在内存中。请腾出磁盘空间后重新加载页面。",
    storageUnavailable: "此浏览器（例如隐私窗口）不在这里保存文件。",
    keptFiles_other: "{{count}} 个文件，共 {{size}}，下次访问可立即开始。",
    clear: "清除",
    offlineComplete: "页面本身也已保存：没有网络也能使用。",
    offlinePartial: "页面本身仍在保存中，以便没有网络时使用。",
  },
  banner: {
    dismiss: "知道了",
    tryAgain: "重试",
    typedIsKept: "您输入的内容都还在。",
    noReason: "浏览器没有给出原因。",
    deviceLost:
      "图形设备已丢失（{{detail}}）。您的文字和回答都还在；正在重建模型并放回适配器。",
    recovered: "图形设备已恢复，模型和适配器也都回来了。请继续。",
    partFailed: "页面的这一部分没有到达，或出了错。其余不变，您输入的内容都还在。",
    onProcessor: "{{why}}模型改在处理器（WebAssembly）上运行。",
    keptAfterDownload: "适配器还在；请再下载一次。",
    modelsStay: "已加载的模型不受影响。",
    update: "本页有新版本。重新加载会保留您的文字、设置和收藏库。",
    reloadLoses:
      "重新加载会丢失此处输入、导入、教出或提问的部分内容：请先保存需要的内容，再按一次“重新加载”。",
    reload: "重新加载",
  },
  failure: failureChinese,
  files: filesChinese,
  link: {
    unreadable: "无法读取此链接。{{reason}}页面已按默认状态打开。",
    tooLong: "它太长了。",
    incomplete: "它不是本页的链接。",
    otherFormat: "它的格式是 {{found}}，本页能读的最高格式是 {{known}}。",
    damaged: "它已损坏：途中缺了一部分或被改动过。",
    restoring: "正在打开链接：文字和设置已就位；模型就绪后生成适配器。",
    noModel: "没有相应的模型",
    otherModel: "此链接使用 {{theirs}}，本页运行 {{ours}}。",
    otherVersion: "此链接使用的是另一版本的 {{ours}}。",
    identical: "已从链接打开。这里生成的适配器与发送者的完全相同：校验和一致。",
    rounded: "已从链接打开。这里生成的适配器与发送者的相同，仅有不同设备的舍入差异。",
    different: "这里生成的适配器与发送者的不同，回答也可能不同。文字和设置与发送时一致。",
    untaught:
      "已从链接打开。发送者的适配器是教过的，而学到的内容放不进链接：可在“教它”处重复同一次教学。",
    absent: "已从链接打开，文字和设置与发送时一致。",
    unmade:
      "已从链接打开，带有它的文字和设置。它需要另一个基础模型，所以没有制作适配器，也没有提问。",
    missingBase:
      "已从链接打开，带有它的文字和设置。它用的基础模型来自文件（SHA-256 {{sha256}}…），链接无法携带。请把该文件拖到页面上，再打开一次链接。",
  },
  describe: {
    heading: "描述任务",
    placeholder: "模型应如何处理每条消息？请用一句英文。",
    generate: "生成",
    generating: "正在生成…",
    cancel: "取消",
    afterModels: "模型加载完成后立即生成。",
    afterAnswer: "回答结束后立即生成。",
    length: "<figure>{{length}} / {{most}}</figure> 个字符",
    unread:
      "这段描述有 {{tokens}} 个词元，超网络只读前 {{read}} 个：后面的文字不起作用。请写得短一些。",
    orTry: "或者试试",
    undoBoxes: "恢复之前输入的内容",
    right: "答对 {{correct}}/{{total}}",
    english: "请用英文描述：超网络几乎只用英文训练过。",
    languages:
      "在另外 {{tasks}} 个用两种语言描述的任务上，英文描述的回答有 {{english}} 正确，中文描述的有 {{chinese}} 正确（差值的 95 % 区间为 {{low}} 到 {{high}}）。",
    accuracy: "{{model}}：在 {{count}} 个从未见过的任务上得分 {{own}}。",
    accuracyBeside:
      "{{model}}：在 {{count}} 个从未见过的任务上得分 {{own}}；不用它的 {{baseModel}} 得分 {{base}}。",
  },
  demo: {
    movie_blurb_title: "电影片名",
    wnut_location: "帖子里的地点",
    sql_table_name: "SQL 表名",
    passive_to_active: "被动变主动",
    extract_person: "人名",
    python_len_eval: "列表长度",
    number_even_odd: "奇数还是偶数",
  },
  adapter: {
    heading: "您的适配器",
    ready: "适配器已就绪：{{parameters, number}} 个数。",
    readPart: "描述共 {{tokens}} 个词元，只读了前 {{read}} 个。",
    numbers: "数值个数",
    rank: "秩",
    rankFacts: "<figure>{{rank}}</figure>，位于 {{modules}}",
    read: "读取",
    encode: "编码",
    generate: "生成",
    upload: "上传",
    checksum: "校验和",
    emptyReady:
      "一句描述会变成几十万个数，在这里逐层显示。把它们加到 {{model}} 上，它的回答就会改变。",
    emptyLoading:
      "一句描述会变成几十万个数，在这里逐层显示。把它们加到模型上，它的回答就会改变。",
    showMe: "演示：{{demo}}",
    strength: "强度",
    strengthNone: "0 = 原模型",
    strengthTrained: "1 = 训练时",
    normsCaption: "每层的改变大小，从第一层到最后一层",
    normsBar: "{{module}}，第 {{layer}} 层：{{norm}}",
    normsWords:
      "{{module}} 在 {{layers}} 层上的改变：第 {{largest}} 层最大（{{largestNorm}}），第 {{smallest}} 层最小（{{smallestNorm}}）。",
    normsTable: "以表格显示",
    normsTableName: "每层的改变",
    layer: "层",
  },
  share: {
    download: "下载 .zip",
    format: "用于",
    formats: {
      peft: "PEFT、transformers",
      gguf: "llama.cpp、Ollama",
      onnx: "ONNX Runtime",
      "merged-f16": "llama.cpp、Ollama：整个模型，F16",
      "merged-q8_0": "llama.cpp、Ollama：整个模型，Q8_0",
    },
    copyLink: "复制链接",
    copied_other: "已复制：{{count}} 个字符，所有内容都在链接里。",
    refused: "浏览器不允许复制；链接在此：",
    tooLarge: "此视图放不进一个链接：文字太长。请缩短文字。",
    link: "此视图的链接",
    copyCard: "复制模型卡",
    showQr: "显示二维码",
    hideQr: "隐藏二维码",
    qrName: "此视图链接的二维码",
    qrTooLong: "链接太长，无法生成二维码。请改为复制链接。",
  },
  copy: {
    copy: "复制",
    copyNamed: "复制{{name}}",
    copied: "已复制",
    copiedNamed: "已复制{{name}}",
    refused: "不允许",
    refusedNamed: "不允许复制{{name}}",
    byHand: "浏览器不允许复制。要复制的文字在此：",
    close: "隐藏文字",
    answerOf: "{{column}} 的回答",
  },
  ...chatChinese,
  bases: basesChinese,
  baseQuestion: baseQuestionChinese,
  ownBase: ownBaseChinese,
  checkpoints: checkpointsChinese,
  deck: deckChinese,
  examples: examplesChinese,
  steer: steerChinese,
  tour: tourChinese,
  keys: keysChinese,
  memory: memoryChinese,
  quantity: {
    bytesOf: "{{loaded}} / {{total}}",
    secondsLeft: "还剩 {{value}} 秒",
    minutesLeft: "还剩 {{value}} 分钟",
    tokensPerSecond: "{{value}} 词元/秒",
  },
  check: checkChinese,
  demos: demosChinese,
  library: libraryChinese,
  imported: importedChinese,
  inspect: inspectChinese,
  doctor: doctorChinese,
  teach: teachChinese,
};
