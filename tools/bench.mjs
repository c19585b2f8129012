// See bench.sh. One client, HTTP/1.1 with keep-alive; each figure is a median unless it says otherwise.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const workshops = process.argv[2];
const root = mkdtempSync(join(tmpdir(), "workshops-bench-"));
const env = { ...process.env, RUST_LOG: "error" };
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(1)} ms`;

function run(data, ...args) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(workshops, ["--data-dir", data, ...args], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { took: performance.now() - began, stdout };
}

// The fixture's students, with keys that we know; the event, open now.
const event = JSON.parse(readFileSync("server/example/event.json", "utf8"));
const day = 86_400_000;
event.opens_at = new Date(Date.now() - day).toISOString();
event.closes_at = new Date(Date.now() + day).toISOString();
writeFileSync(join(root, "event.json"), JSON.stringify(event));
const [header, ...lines] = readFileSync("server/example/students.csv", "utf8").replace("\uFEFF", "").trim().split("\r\n");
const column = header.split(";").indexOf("Identificatie");
const keys = [];
const students = lines.map((line, number) => {
  const cells = line.split(";");
  cells[column] = `BENCH-${String(number).padStart(5, "0")}`;
  keys.push(cells[column]);
  return cells.join(";");
});
writeFileSync(join(root, "students.csv"), [header, ...students].join("\r\n"));

const imports = [];
let data;
for (let round = 0; round < 5; round++) {
  data = join(root, `data-${round}`);
  run(data, "init");
  const { took: first } = run(data, "import", "event", join(root, "event.json"));
  const { took: second } = run(data, "import", "students", event.slug, join(root, "students.csv"));
  imports.push(first + second);
}
console.log(`import event and ${keys.length} students, new database: ${ms(median(imports))} (5 rounds, most ${ms(Math.max(...imports))})`);

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const server = spawn(workshops, ["--data-dir", data, "--listen", `127.0.0.1:${port}`], { env, stdio: "inherit" });
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function ask(path, { cookie, form } = {}) {
  const body = form && new URLSearchParams(form).toString();
  const headers = { ...(cookie && { cookie }), ...(body && { "content-type": "application/x-www-form-urlencoded", "content-length": body.length }) };
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: "127.0.0.1", path, agent, headers, method: body ? "POST" : "GET" }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

try {
  for (let tried = 0; ; tried++) {
    try {
      if ((await ask("/readyz")).status === 200) break;
    } catch (error) {
      if (tried > 200) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const page = `/events/${event.slug}`;
  const logIn = async (key) => {
    const { status, headers } = await ask("/", { form: { form: "login", key } });
    if (status !== 303) throw new Error(`login: ${status}`);
    return headers["set-cookie"][0].split(";")[0];
  };

  const cookie = await logIn(keys[0]);
  const rounds = [];
  for (let round = 0; round < 5; round++) {
    const times = [];
    for (let number = 0; number < 500; number++) {
      const began = performance.now();
      const { status, text } = await ask(page, { cookie });
      times.push(performance.now() - began);
      if (status !== 200 || !text.includes("Bevestigen")) throw new Error(`the choosing page: ${status}`);
    }
    rounds.push({ median: median(times), most: Math.max(...times) });
  }
  console.log(
    `choosing page, 500 in a row: ${ms(median(rounds.map((round) => round.median)))}; slowest of 500, ` +
      `median of 5 rounds ${ms(median(rounds.map((round) => round.most)))}`,
  );

  // Everyone registers by the page's form: one radio of each moment that isn't locked, until nothing is refused.
  const choose = (html) =>
    html.split("<fieldset").slice(1).flatMap((group) => {
      const radios = [...group.matchAll(/<input[^>]*type="radio"[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/ disabled/.test(tag));
      const radio = radios[Math.floor(Math.random() * radios.length)];
      return radio ? [[/name="([^"]+)"/.exec(radio)[1], /value="([^"]*)"/.exec(radio)[1]]] : [];
    });
  const waits = [];
  let posts = 0;
  let refused = 0;
  const began = performance.now();
  const queue = [...keys];
  const student = async () => {
    for (let key = queue.pop(); key; key = queue.pop()) {
      const cookie = await logIn(key);
      let { text } = await ask(page, { cookie });
      for (let tries = 0; ; tries++) {
        if (tries === 100) throw new Error(`${key} finds nothing`);
        const from = performance.now();
        const answer = await ask(page, { cookie, form: [["form", "register"], ["student", /name="student" value="([^"]+)"/.exec(text)[1]], ...choose(text)] });
        waits.push(performance.now() - from);
        posts++;
        if (answer.status === 303) break;
        if (answer.status !== 422) throw new Error(`registering: ${answer.status}`);
        refused++;
        text = answer.text;
      }
    }
  };
  await Promise.all(Array.from({ length: 64 }, student));
  const took = performance.now() - began;
  console.log(
    `${keys.length} students log in and register by the form, 64 at once: ${(took / 1000).toFixed(1)} s; ${posts} selections, ` +
      `${refused} refused; a selection ${ms(median(waits))}, slowest ${ms(Math.max(...waits))}`,
  );
} finally {
  server.kill("SIGTERM");
  await new Promise((resolve) => server.on("exit", resolve));
}
console.log(run(data, "audit").stdout.trim());
rmSync(root, { recursive: true, force: true });
