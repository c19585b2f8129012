// A whole school that clicks, on each database: what `make bench` prints of the load program, and of the floor under it.
//
//   node tools/bench-load.mjs PROGRAM LOAD FLOOR [quick | figures] [PART...]
//
// `quick` runs each thing once at one size; `figures` takes medians of three at the sizes that are asked about, within a
// quarter of an hour; else everything at every size. PART is one or more of those in `parts` below, or a database; all
// of them if none is named. The last line is all figures as JSON.
//
// PostgreSQL and MariaDB are those at $WORKSHOPS_TEST_POSTGRES_URL and $WORKSHOPS_TEST_MYSQL_URL (tools/with-databases.sh).
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { medians, print, printShare, printStreams, rate, shown } from "./bench/report.mjs";
import { asked, databases, fresh, output, serve } from "./bench/server.mjs";

const [program, load, floor] = process.argv.slice(2, 5).map((path) => resolve(path));
const words = process.argv.slice(5);
const mode = ["quick", "figures"].find((mode) => words.includes(mode)) ?? "whole";
const parts = { school, servers, writers, crowd, streams };
const wanted = words.filter((word) => word !== mode);
const names = Object.keys(databases).filter((name) => name === "SQLite" || databases[name]);
for (const word of wanted) if (!(word in parts) && !names.includes(word)) throw new Error(`${word} is no part of this`);

/** How many runs a median is of. */
const RUNS = mode === "quick" ? 1 : 3;
/** How large a school is where little depends on it, and where much does; how many pages it reads, and keeps open.
 * BENCH_STUDENTS makes all of them smaller, to try this script out. */
const tried = Number(process.env.BENCH_STUDENTS ?? NaN);
const [SMALL, LARGE, PAGES, STREAMS] = [2000, 20_000, 3000, 10_000].map((size) => tried || size);

const all = [];
const folder = mkdtempSync(join(tmpdir(), "workshops-load-"));

/** One run on a database of its own, by so many processes: what the load program found. */
async function run(name, args, count = 1) {
  const database = fresh(name, folder);
  try {
    const server = await serve(program, database.url, folder, count);
    try {
      const outcomes = JSON.parse(await asked(load, [...server.at, "--json", ...args], server.env));
      const audit = server.audit();
      if (!/ 0 broken/.test(audit)) throw new Error(audit);
      return outcomes;
    } finally {
      await server.stop();
    }
  } finally {
    database.drop();
  }
}

const clicks = (students, connections) => ["--students", `${students}`, "--connections", `${connections}`, "--pages", `${PAGES}`];
const of = (students, connections) => `${shown(students)} students, ${shown(connections)} connections (medians of ${RUNS})`;

/** The medians of several ways to run, which take turns, so that all meet the same machine. */
async function sideBySide(...ways) {
  const runs = ways.map(() => []);
  for (let turn = 0; turn < RUNS; turn++) for (const [place, way] of ways.entries()) runs[place].push(await way());
  return runs.map(medians);
}

/** The whole school at several sizes, against the bare loop that writes the same rows. */
async function school(name) {
  const sizes = {
    quick: [[SMALL, [256]]],
    figures: name === "SQLite" ? [[SMALL, [64, 256, 1000]], [LARGE, [256]]] : [[SMALL, [256]]],
    whole: [[SMALL, [64, 256, 1000]], [LARGE, [64, 256, 1000]]],
  };
  for (const [students, connections] of sizes[mode]) {
    const base = fresh(name, folder);
    const rates = output(floor, [base.url, `${students}`]).trim().split("\n").map((line) => JSON.parse(line));
    base.drop();
    const [register, change] = rates.map((rate) => rate.per_second);
    for (const count of connections) {
      const [outcomes] = await sideBySide(() => run(name, clicks(students, count)));
      print(`${name}, ${of(students, count)}`, outcomes);
      const reached = `${(rate(outcomes, "register") / register).toFixed(2)} and ${(rate(outcomes, "change") / change).toFixed(2)}`;
      console.log(`floor: registers ${shown(register)}/s, changes ${shown(change)}/s; reached ${reached} of it; oversold 0`);
      all.push({ part: "school", database: name, students, connections: count, floor: { register, change }, outcomes });
    }
  }
}

/** Three processes on one database, beside one; on SQLite, one is all there is. */
async function servers(name) {
  if (name === "SQLite") return;
  const [one, three] = await sideBySide(() => run(name, clicks(SMALL, 256)), () => run(name, clicks(SMALL, 256), 3));
  print(`${name}, one process, ${of(SMALL, 256)}`, one);
  print(`${name}, three processes that share the connections, side by side with the one`, three);
  printShare("three processes reach of one (asked: at least 0.67)", one, three);
  all.push({ part: "servers", database: name, students: SMALL, connections: 256, one, three });
}

/** SQLite while others flush the same disk. */
async function writers(name) {
  if (name !== "SQLite") return;
  const students = mode === "quick" ? SMALL : LARGE;
  const beside = async () => {
    const writer = new URL("./bench/writer.mjs", import.meta.url);
    const writers = [0, 1, 2, 3].map((number) => new Worker(writer, { workerData: join(folder, `writer-${number}`) }));
    try {
      return await run(name, clicks(students, 256));
    } finally {
      await Promise.all(writers.map((writer) => writer.terminate()));
    }
  };
  const [alone, disturbed] = await sideBySide(() => run(name, clicks(students, 256)), beside);
  print(`${name}, ${of(students, 256)}`, alone);
  print(`${name}, the same beside four writers that flush the disk without pause`, disturbed);
  printShare("beside the writers it reaches of alone", alone, disturbed);
  all.push({ part: "writers", database: name, students, connections: 256, alone, beside: disturbed });
}

/** All want the one workshop. */
async function crowd(name) {
  const outcomes = await run(name, [...clicks(SMALL, 256), "--crowd"]);
  print(`${name}, ${shown(SMALL)} students who all want the one workshop that half of them fit in`, outcomes);
  all.push({ part: "crowd", database: name, students: SMALL, outcomes });
}

/** Open pages: as many as this process, and so those that it starts, may open files for. */
async function streams(name) {
  if (mode !== "whole" && name !== "SQLite") return;
  const limit = Number(/Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? Infinity);
  // Either side needs some for other things.
  const count = Math.min(STREAMS, limit - 256);
  const told = await run(name, ["--students", `${SMALL}`, "--streams", `${count}`]);
  printStreams(`${name}, open pages while ten seats a second change (${limit} files may be open)`, told);
  all.push({ part: "streams", database: name, files: limit, told });
}

const isWanted = (word, others) => wanted.includes(word) || !wanted.some((word) => others.includes(word));
try {
  for (const name of names.filter((name) => isWanted(name, names))) {
    for (const part of Object.keys(parts).filter((part) => isWanted(part, Object.keys(parts)))) await parts[part](name);
  }
  console.log(`\n${JSON.stringify(all)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
