// node shots.mjs OUT path[,path...] [w] [scheme]
import { chromium } from "@playwright/test";
const [out, paths, w = "1280", scheme = "light", js="1"] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const c = await b.newContext({ viewport: { width: +w, height: 900 }, colorScheme: scheme, javaScriptEnabled: js==="1", locale:"nl-NL" });
const p = await c.newPage();
p.on("console", m => { if (["error","warning"].includes(m.type())) console.log("CONSOLE", m.text().slice(0,300)); });
p.on("pageerror", e => console.log("PAGEERROR", String(e).slice(0,300)));
await p.goto("http://127.0.0.1:3100/manage");
await p.getByLabel("Wachtwoord").fill("een lang wachtwoord");
await p.getByRole("button", { name: "Aanmelden" }).click();
await p.waitForURL("**/manage");
const href = await p.locator('a[href^="/manage/events/"]').first().getAttribute("href");
let i = 0;
for (let path of paths.split(",")) {
  const url = path.startsWith("/") ? path : (path === "" || path === "." ? href : `${href}/${path}`);
  const t = Date.now();
  await p.goto("http://127.0.0.1:3100" + url);
  if (js==="1") { try { await p.locator("html[data-hydrated]").waitFor({timeout: 8000}); } catch { console.log("NOT HYDRATED", url); } }
  const o = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  console.log(url, Date.now()-t, "ms overflow", o);
  await p.screenshot({ path: `${out}-${i++}-${w}-${scheme}.png`, fullPage: true });
}
await b.close();
