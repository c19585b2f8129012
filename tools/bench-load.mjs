// A whole school that clicks, on each database: what `make bench` prints of the load program, and of the floor under it.
//
//   node tools/bench-load.mjs PROGRAM LOAD FLOOR [quick]
//
// PostgreSQL and MariaDB are those at $WORKSHOPS_TEST_POSTGRES_URL and $WORKSHOPS_TEST_MYSQL_URL (tools/with-databases.sh).
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, openSync, writeSync, fsyncSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker, isMainThread, workerData } from "node:worker_threads";

if (!isMainThread) {
  // A writer that flushes the disk without pause, beside the measurement.
  const file = openSync(workerData, "w");
  const block = Buffer.alloc(64 * 1024, 1);
  for (;;) {
    writeSync(file, block, 0, block.length, 0);
    fsyncSync(file);
  }
}

const [program, load, floor] = process.argv.slice(2, 5).map((path) => resolve(path));
const isQuick = process.argv.includes("quick");
const RUNS = isQuick ? 1 : 3;
const SIZES = isQuick ? [2000] : [2000, 20_000];
const CONNECTIONS = isQuick ? [256] : [64, 256, 1000];
const password = "een wachtwoord voor de meting";
const databases = {
  SQLite: null,
  PostgreSQL: process.env.WORKSHOPS_TEST_POSTGRES_URL,
  MariaDB: process.env.WORKSHOPS_TEST_MYSQL_URL,
};

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = (number, digits = 0) => number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Runs a program to its end and gives what it printed. */
const output = (file, args, env) => execFileSync(file, args, { env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 1 << 26 });

/** A database of its own for each run: a file, or a database on the server at this URL. */
let made = 0;
function fresh(name, folder) {
  if (name === "SQLite") return { url: `sqlite://${join(folder, `${made++}.db`)}`, drop: () => {} };
  const own = `bench_${process.pid}_${made++}`;
  const url = new URL(databases[name]);
  const administer = (statement) => {
    if (name === "PostgreSQL") output("psql", ["-q", databases[name], "-c", statement]);
    else {
      const where = ["-h", url.hostname, "-P", url.port, "-u", decodeURIComponent(url.username)];
      output("mariadb", [...where, "-e", statement], { MYSQL_PWD: decodeURIComponent(url.password) });
    }
  };
  administer(name === "PostgreSQL" ? `create database ${own}` : `create database ${own} character set utf8mb4`);
  url.pathname = `/${own}`;
  return { url: url.href, drop: () => administer(name === "PostgreSQL" ? `drop database ${own} with (force)` : `drop database ${own}`) };
}

/** Serves a database, and gives how to load and to stop that. */
async function serve(url, folder) {
  const env = { ...process.env, WORKSHOPS_ADMIN_PASSWORD: password, WORKSHOPS_DATABASE_URL: url, RUST_LOG: "warn" };
  output(program, ["--data-dir", folder, "init"], env);
  const port = await freePort();
  const server = spawn(program, ["--data-dir", folder, "serve", "--listen", `127.0.0.1:${port}`], { env, stdio: ["ignore", "ignore", "inherit"] });
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) break;
    if (tries > 100) throw new Error("the server doesn't answer");
    await new Promise((done) => setTimeout(done, 100));
  }
  const stop = () => new Promise((done) => server.once("exit", done) && server.kill("SIGTERM"));
  return { at: ["--server", `127.0.0.1:${port}`, "--pid", `${server.pid}`], stop, env };
}

/** One run: the outcomes of all phases. */
async function run(name, folder, args) {
  const database = fresh(name, folder);
  const server = await serve(database.url, folder);
  try {
    const outcomes = JSON.parse(await asked(load, [...server.at, "--json", ...args], server.env));
    const audit = output(program, ["--data-dir", folder, "audit"], server.env);
    if (!/ 0 broken/.test(audit)) throw new Error(audit);
    return outcomes;
  } finally {
    await server.stop();
    database.drop();
  }
}

/** As `output`, but this process goes on meanwhile. */
const asked = (file, args, env) =>
  new Promise((done, fail) => {
    const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data) => (text += data));
    child.once("exit", (code) => (code === 0 ? done(text) : fail(new Error(`${file} ended with ${code}`))));
  });

/** The medians of several runs, phase by phase. */
function medians(runs) {
  return runs[0].map((phase, place) =>
    Object.fromEntries(Object.entries(phase).map(([key, value]) => [key, typeof value === "number" ? median(runs.map((run) => run[place][key])) : value])),
  );
}

function print(title, outcomes) {
  console.log(`\n${title}`);
  console.log("                  conn  accepted   refused  errors   a second   p50 ms   p95 ms   p99 ms   max ms  cores   MB");
  for (const o of outcomes) {
    const cells = [
      `${o.connections}`.padStart(6), shown(o.accepted).padStart(10), shown(o.refused).padStart(10), shown(o.errors).padStart(8),
      shown(o.per_second).padStart(11), shown(o.p50, 1).padStart(9), shown(o.p95, 1).padStart(9), shown(o.p99, 1).padStart(9),
      shown(o.max, 1).padStart(9), shown(o.server_cores, 2).padStart(7), shown(o.server_peak_mb).padStart(5),
    ];
    console.log(o.phase.padEnd(16) + cells.join(""));
  }
}

const all = [];
const folder = mkdtempSync(join(tmpdir(), "workshops-load-"));
try {
  for (const name of Object.keys(databases)) {
    if (name !== "SQLite" && !databases[name]) continue;
    for (const students of SIZES) {
      const base = fresh(name, folder);
      const rates = output(floor, [base.url, `${students}`]).trim().split("\n").map((line) => JSON.parse(line));
      base.drop();
      const [register, change] = rates.map((rate) => rate.per_second);
      for (const connections of CONNECTIONS) {
        const runs = [];
        for (let i = 0; i < RUNS; i++) runs.push(await run(name, folder, ["--students", `${students}`, "--connections", `${connections}`]));
        const outcomes = medians(runs);
        print(`${name}, ${shown(students)} students, ${connections} connections (medians of ${RUNS})`, outcomes);
        const of = (phase, rate) => (outcomes.find((o) => o.phase === phase).per_second / rate).toFixed(2);
        console.log(`floor: registers ${shown(register)}/s, changes ${shown(change)}/s; reached ${of("register", register)} and ${of("change", change)} of it; oversold 0`);
        all.push({ database: name, students, connections, floor: { register, change }, outcomes });
      }
    }
    const crowd = medians([await run(name, folder, ["--students", "2000", "--connections", "256", "--crowd"])]);
    print(`${name}, 2,000 students who all want the one workshop that half of them fit in`, crowd);
    all.push({ database: name, crowd: true, outcomes: crowd });
  }
  const writers = [0, 1, 2, 3].map((n) => new Worker(new URL(import.meta.url), { workerData: join(folder, `writer-${n}`) }));
  const beside = medians([await run("SQLite", folder, ["--students", `${SIZES.at(-1)}`, "--connections", "256"])]);
  await Promise.all(writers.map((writer) => writer.terminate()));
  print(`SQLite, ${shown(SIZES.at(-1))} students, beside four writers that flush the disk without pause`, beside);
  all.push({ database: "SQLite", writers: 4, outcomes: beside });
  console.log(`\n${JSON.stringify(all)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
