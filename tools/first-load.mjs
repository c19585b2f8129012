// Counts the bytes of a student's first load, see first-load.sh: the page itself at brotli's best, the files as they
// are served.
import { brotliCompressSync } from "node:zlib";

const [base, key, limit] = process.argv.slice(2);

async function ready() {
  for (let tried = 0; tried < 200; tried++) {
    try {
      if ((await fetch(`${base}/readyz`)).ok) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server doesn't answer");
}

// fetch() would decompress, and hide how much came.
async function served(path) {
  const http = await import("node:http");
  return new Promise((resolve, reject) => {
    http
      .get(`${base}${path}`, { headers: { "accept-encoding": "br" } }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
        let bytes = 0;
        response.on("data", (chunk) => (bytes += chunk.length));
        response.on("end", () => resolve({ bytes, encoding: response.headers["content-encoding"] }));
      })
      .on("error", reject);
  });
}

await ready();
const login = await fetch(base, {
  method: "POST",
  redirect: "manual",
  body: new URLSearchParams({ form: "login", key }),
});
const cookie = login.headers.get("set-cookie")?.split(";")[0];
const page = await fetch(new URL(login.headers.get("location"), base), { headers: { cookie } });
const html = await page.text();
if (!html.includes("Bevestigen")) throw new Error("the choosing page didn't come");
const parts = [["page", brotliCompressSync(html).length]];
for (const path of new Set([...html.matchAll(/["'](\/pkg\/[^"']+\.(?:css|js|wasm))["']/g)].map((match) => match[1]))) {
  const { bytes, encoding } = await served(path);
  if (encoding !== "br") throw new Error(`${path} is served as ${encoding}`);
  parts.push([path, bytes]);
}
const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000;
for (const [name, bytes] of parts) console.log(`  ${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}`);
console.log(`a student's first load: ${total.toFixed(1)} kB (brotli; at most ${limit})`);
if (!parts.some(([name]) => name.endsWith(".wasm"))) throw new Error("the page names no WASM");
if (total > Number(limit)) process.exit(1);
