/** Build, the two security policies of the served page, and the test projects. */
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { CHROMIUM_PATH, QUIET, SOFTWARE_GPU } from "./scripts/chromiumFlags.ts";
import { offlineFiles } from "./scripts/offlineFiles.ts";

const PORT = 4173;

/** Address that the models' large files come from, where that is another than the site's. */
const MODELS_ADDRESS = modelsAddress(process.env["MODELS_ADDRESS"]);

/** Nothing but this site, and WebAssembly; no inline code or style, no data leaves. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  [
    "connect-src 'self'",
    ...(MODELS_ADDRESS ? [new URL(MODELS_ADDRESS).origin] : []),
  ].join(" "),
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** Isolation is what gives WebAssembly its threads. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Throws where the address is not one that a page can fetch from; "" where there is none. */
function modelsAddress(address: string | undefined): string {
  if (!address) return "";
  if (!/^https?:\/\/[^?#]+\/$/u.test(address)) {
    throw new Error(`MODELS_ADDRESS is "${address}", not like https://example.org/path/`);
  }
  return address;
}

/** The policy in the page itself, for hosts that send no headers. */
function contentSecurityPolicyTag(): Plugin {
  return {
    name: "content-security-policy-tag",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: {
          "http-equiv": "Content-Security-Policy",
          content: CONTENT_SECURITY_POLICY.join("; "),
        },
        injectTo: "head-prepend",
      },
    ],
  };
}

/** Other sites read the preview's address only when it is absolute: SITE_ADDRESS gives it. */
function absolutePreview(siteAddress: string | undefined): Plugin {
  return {
    name: "absolute-preview",
    apply: "build",
    transformIndexHtml(html) {
      if (!siteAddress) return html;
      const picture = new URL("social.png", siteAddress).href;
      const address = `<meta property="og:url" content="${siteAddress}" />`;
      return html
        .replace('content="./social.png"', `content="${picture}"`)
        .replace("</head>", `  ${address}\n  </head>`);
    },
  };
}

function inRoot(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function inModules(path: string): string {
  return inRoot(`node_modules/${path}`);
}

/** What scripts/nodeRuntime.mjs does for scripts, for tests that run in Node. */
function nodeProject(name: string, alias: Record<string, string>, test: object) {
  const transformers = "@huggingface/transformers/dist/transformers.web.js";
  return {
    extends: true as const,
    resolve: {
      alias: { ...alias, "@huggingface/transformers": inModules(transformers) },
    },
    test: {
      name,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      server: { deps: { inline: ["@huggingface/transformers"] } },
      ...test,
    },
  };
}

function browserProject(name: string, include: string, args: string[]) {
  return {
    extends: true as const,
    test: {
      name,
      include: [include],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Parts that are fetched when they are shown come late on a busy machine.
      expect: { poll: { timeout: 5000 } },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath: CHROMIUM_PATH, args } }),
        instances: [{ browser: "chromium" as const }],
      },
    },
  };
}

export default defineConfig({
  // Relative addresses: the built page works from any path of any host.
  base: "./",
  plugins: [
    react(),
    contentSecurityPolicyTag(),
    absolutePreview(process.env["SITE_ADDRESS"]),
    offlineFiles(inRoot("public")),
  ],
  define: { "import.meta.env.MODELS_ADDRESS": JSON.stringify(MODELS_ADDRESS) },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 2000,
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        index: inRoot("index.html"),
        serviceWorker: inRoot("src/offline/serviceWorker.ts"),
      },
      output: {
        // A service worker has to lie above what it serves, under a name that stays.
        entryFileNames: ({ name }) =>
          name === "serviceWorker" ? "[name].js" : "assets/[name]-[hash].js",
      },
    },
  },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
  // What tests install beside the project has more files than all else.
  server: { headers: ISOLATION, watch: { ignored: ["**/.cache/**", "**/.venv/**"] } },
  preview: {
    port: PORT,
    strictPort: true,
    headers: {
      ...ISOLATION,
      "Content-Security-Policy": [
        ...CONTENT_SECURITY_POLICY,
        "frame-ancestors 'none'",
      ].join("; "),
    },
  },
  test: {
    projects: [
      nodeProject(
        "unit",
        { "onnxruntime-web/webgpu": inModules("onnxruntime-web/dist/ort.node.min.mjs") },
        {
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/**/*.{browser,gpu,gpuBrowser}.test.ts"],
          setupFiles: ["tests/nodeRuntime.ts"],
        },
      ),
      // Other programs that read what the page writes: `npm run test:interop` sets them up.
      nodeProject(
        "interop",
        { "onnxruntime-web/webgpu": inModules("onnxruntime-web/dist/ort.node.min.mjs") },
        {
          include: ["tests/interop/*.interop.ts"],
          setupFiles: ["tests/nodeRuntime.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      ),
      // A software adapter computes on every core: files would only wait for one another.
      nodeProject(
        "gpu",
        {},
        {
          include: ["tests/**/*.gpu.test.ts"],
          setupFiles: ["tests/gpuRuntime.ts"],
          fileParallelism: false,
          isolate: false,
        },
      ),
      browserProject("browser", "tests/**/*.browser.test.{ts,tsx}", QUIET),
      browserProject("gpuBrowser", "tests/**/*.gpuBrowser.test.ts", [
        ...QUIET,
        ...SOFTWARE_GPU,
      ]),
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/*.e2e.ts"],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
