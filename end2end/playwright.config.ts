// The browser tests: Debian's Chromium against the true server, with and without JavaScript. A test that only makes
// sense in one of the two says so by its tag.
import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";

// Workers read this file too; the first reader chooses the port for all.
process.env.WORKSHOPS_PORT ??= execFileSync(process.execPath, [
  "-e",
  'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { process.stdout.write(String(s.address().port)); s.close() })',
]).toString();
const baseURL = `http://127.0.0.1:${process.env.WORKSHOPS_PORT}`;

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL,
    locale: "nl-NL",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.WORKSHOPS_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "with-javascript", grepInvert: /@without-javascript/, use: phone },
    { name: "without-javascript", grepInvert: /@with-javascript/, use: { ...phone, javaScriptEnabled: false } },
  ],
  webServer: {
    command: "node support/serve.mjs",
    url: `${baseURL}/readyz`,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
  },
});
