// See bench.sh: what an administrator waits for. Medians of five, in Chromium where a page is shown.
import { chromium } from "@playwright/test";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const workshops = process.argv[2];
const PASSWORD = "een wachtwoord voor de meting";
const ROUNDS = 5;
const root = mkdtempSync(join(tmpdir(), "workshops-bench-manage-"));
const env = { ...process.env, RUST_LOG: "error", WORKSHOPS_ADMIN_PASSWORD: PASSWORD };
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (what, values, asked) =>
  console.log(`${what}: ${median(values).toFixed(0)} ms (most ${Math.max(...values).toFixed(0)}; asked: under ${asked} ms)`);

function run(...args) {
  const { status, stderr } = spawnSync(workshops, ["--data-dir", root, ...args], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
}

// The fixture's event with its 1,200 students, each registered for three rounds by hand of this script; and one with
// 5,000 students.
const event = JSON.parse(readFileSync("server/example/event.json", "utf8"));
const write = (name, text) => {
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const [header, ...lines] = readFileSync("server/example/students.csv", "utf8").replace("\uFEFF", "").trim().split("\r\n");
const days = (count) => new Date(Date.now() + count * 86_400_000).toISOString();
const groups = event.groups.map(({ key }) => key);
// Three workshops without groups, one a round, so that everyone can hold three.
const plain = (key, moment) => ({ key, title: `Voor iedereen ${moment}`, description: "", moments: [moment], groups, capacity: 2000, location: "Aula", host: "" });
const open = { ...event, opens_at: days(-1), closes_at: days(1), workshops: [...event.workshops, ...event.moments.map(({ key }) => plain(`all-${key}`, key))] };
const many = Array.from({ length: 5000 }, (_, number) => {
  const [name, klas, group] = lines[number % lines.length].split(";");
  return `${name} ${Math.floor(number / lines.length) + 1};${klas};${group};;${200000 + number}`;
});
const keyed = lines.map((line, number) => {
  const cells = line.split(";");
  cells[3] = `BENCH-${String(number).padStart(5, "0")}`;
  return cells.join(";");
});
run("init");
run("import", "event", write("open.json", JSON.stringify(open)));
run("import", "students", event.slug, write("students.csv", [header, ...keyed].join("\r\n")));
run("import", "event", write("many.json", JSON.stringify({ ...event, slug: "many", title: "Vijfduizend" })));
const file = write("many.csv", [header, ...many].join("\r\n"));

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
const server = spawn(workshops, ["--data-dir", root, "--listen", `127.0.0.1:${port}`], { env, stdio: "inherit" });
const base = `http://127.0.0.1:${port}`;
let browser;
try {
  for (let tried = 0; ; tried++) {
    if (await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false)) break;
    if (tried > 200) throw new Error("the server doesn't answer");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  // 1,200 students choose the three workshops that are for everyone.
  const form = (path, fields, cookie) =>
    fetch(`${base}${path}`, { method: "POST", redirect: "manual", headers: cookie ? { cookie } : {}, body: new URLSearchParams(fields) });
  const queue = keyed.map((line) => line.split(";")[3]);
  const register = async () => {
    for (let key = queue.pop(); key; key = queue.pop()) {
      const cookie = (await form("/", { form: "login", key })).headers.getSetCookie()[0].split(";")[0];
      const html = await (await fetch(`${base}/events/${event.slug}`, { headers: { cookie } })).text();
      const student = /name="student" value="([^"]+)"/.exec(html)[1];
      const radios = html.split("<fieldset").slice(1).map((group) => {
        // The radio's id stands before the title that it belongs to.
        const at = group.indexOf("Voor iedereen");
        const tag = group.slice(0, at).match(/<input[^>]*type="radio"[^>]*>/g).at(-1);
        return [/name="([^"]+)"/.exec(tag)[1], /value="([^"]+)"/.exec(tag)[1]];
      });
      const answer = await form(`/events/${event.slug}`, [["form", "register"], ["student", student], ["confirm", "yes"], ...radios], cookie);
      if (answer.status !== 303) throw new Error(`${key}: ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, register));

  browser = await chromium.launch({ executablePath: process.env.WORKSHOPS_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${base}/manage`);
  await page.getByLabel("Wachtwoord").fill(PASSWORD);
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await page.waitForURL("**/manage");
  const address = (title) => page.getByRole("link", { name: title, exact: true }).getAttribute("href");
  const [small, large] = [await address(event.title), await address("Vijfduizend")];
  const ready = () => page.locator("html[data-hydrated]").waitFor();

  const previews = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto(`${base}${large}/students/import`);
    await ready();
    await page.getByLabel("Bestand").setInputFiles(file);
    const began = performance.now();
    await page.getByRole("button", { name: "Bekijk wat er verandert" }).click();
    await page.getByRole("heading", { name: "5000 nieuw" }).waitFor();
    previews.push(performance.now() - began);
  }
  say("import preview of 5,000 students, from click to shown", previews, 2000);
  await ready();
  await page.getByRole("button", { name: "Inlezen (5000)" }).click();
  await page.getByText("5000 van 5000 studenten").waitFor();

  const paints = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto(`${base}${large}/students`);
    await ready();
    paints.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
  }
  say("students table of 5,000, first paint", paints, 1000);

  // Measured in the page: from the input to the first change of the list that follows.
  const searches = [];
  // Each finds others than the one before, so that each changes the list.
  const sought = ["anouk", "evi", "fatima", "guus", "jan", "koen", "liv", "noa", "roos", "sam", "thijs", "yara", "mehmet"];
  for (const name of sought) {
    searches.push(
      await page.evaluate(async (name) => {
        const input = document.querySelector("input[type=search]");
        const list = document.querySelector("tbody");
        const changed = new Promise((resolve) => new MutationObserver(() => resolve()).observe(list, { childList: true, subtree: true, characterData: true }));
        const began = performance.now();
        input.value = name;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await Promise.race([changed, new Promise((_, reject) => setTimeout(() => reject(new Error(`nothing changed: ${input.value}`)), 5000))]);
        return performance.now() - began;
      }, name),
    );
  }
  say(`typing in the search, ${searches.length} words, until the list is another`, searches, 100);

  const cards = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await page.goto(`${base}${small}/print/cards`, { waitUntil: "load" });
    cards.push(performance.now() - began);
  }
  say("1,200 key cards, from click to a page that is ready", cards, 3000);

  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const books = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const answer = await fetch(`${base}${small}/registrations.xlsx`, { headers: { cookie } });
    const bytes = (await answer.arrayBuffer()).byteLength;
    books.push(performance.now() - began);
    if (answer.status !== 200 || bytes < 50_000) throw new Error(`Excel: ${answer.status}, ${bytes} bytes`);
  }
  say("Excel of 1,200 x 3 registrations", books, 1000);
} finally {
  await browser?.close();
  server.kill("SIGTERM");
  await new Promise((resolve) => server.on("exit", resolve));
}
rmSync(root, { recursive: true, force: true });
