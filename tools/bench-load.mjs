// A whole school that clicks, on each database: what `make bench` prints of the load program, and of the floor under it.
//
//   node tools/bench-load.mjs PROGRAM LOAD FLOOR [quick | figures] [PART...]
//
// `quick` runs each thing once at one size; `figures` takes medians of three at the sizes that are asked about, within
// twenty minutes; else everything at every size. PART is one or more of those in `parts` below, or a database; all of
// them if none is named. Behind each figure that something is asked of stands what, and whether it is reached. The last
// line is all figures as JSON; the exit code is 1 if a seat was oversold or the audit found anything.
//
// PostgreSQL and MariaDB are those at $WORKSHOPS_TEST_POSTGRES_URL and $WORKSHOPS_TEST_MYSQL_URL (tools/with-databases.sh).
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { printAsked, printSummary, worst } from "./bench/asked.mjs";
import { medians, print, printShare, printStreams, shown } from "./bench/report.mjs";
import { databases, fresh, loaded, output, serve } from "./bench/server.mjs";

const [program, load, floor] = process.argv.slice(2, 5).map((path) => resolve(path));
const words = process.argv.slice(5);
const mode = ["quick", "figures"].find((mode) => words.includes(mode)) ?? "whole";
const parts = { school, servers, writers, crowd, streams, idle };
const wanted = words.filter((word) => word !== mode);
const names = Object.keys(databases).filter((name) => name === "SQLite" || databases[name]);
for (const word of wanted) if (!(word in parts) && !names.includes(word)) throw new Error(`${word} is no part of this`);

/** How many runs a median is of. */
const RUNS = mode === "quick" ? 1 : 3;
/** How large a school is where little depends on it, and where much does; how many pages it reads, and keeps open.
 * BENCH_STUDENTS makes all of them smaller, to try this script out. */
const tried = Number(process.env.BENCH_STUDENTS ?? NaN);
const [SMALL, LARGE, PAGES, STREAMS] = [2000, 20_000, 3000, 10_000].map((size) => tried || size);
/** How long a server is left alone before its idle memory is read, in milliseconds. */
const LEFT_ALONE = 5000;

const all = [];
const folder = mkdtempSync(join(tmpdir(), "workshops-load-"));

/** Keeps what was measured, with what is asked of it, which is printed. */
const keep = (measured) => all.push({ ...measured, asked: printAsked(measured) });

/** What is found out about so many processes on a database of its own. */
async function onFresh(name, find, count = 1) {
  const database = fresh(name, folder);
  try {
    const server = await serve(program, database.url, folder, count);
    try {
      return await find(server);
    } finally {
      await server.stop();
    }
  } finally {
    database.drop();
  }
}

/** One run of the load program: what it found, and how much the audit finds broken afterwards. */
async function run(name, args, count) {
  const find = async (server) => {
    const outcomes = await loaded(load, [...server.at, "--json", ...args], server.env);
    return { outcomes, broken: server.audit() };
  };
  return onFresh(name, find, count);
}

/** The bare loop that writes the same rows: how many it registers and changes a second. */
function bare(name, students) {
  const database = fresh(name, folder);
  try {
    const lines = output(floor, [database.url, `${students}`]).trim().split("\n").map((line) => JSON.parse(line));
    return Object.fromEntries(lines.map((line) => [line.floor, line.per_second]));
  } finally {
    database.drop();
  }
}

const clicks = (students, connections) => ["--students", `${students}`, "--connections", `${connections}`, "--pages", `${PAGES}`];
const ofRuns = RUNS === 1 ? "one run" : `medians of ${RUNS} runs`;
const of = (students, connections) => `${shown(students)} students, ${shown(connections)} connections (${ofRuns})`;

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
    figures: name === "SQLite" ? [[SMALL, [64, 256, 1000]], [LARGE, [256, 1000]]] : [[SMALL, [256]]],
    whole: [[SMALL, [64, 256, 1000]], [LARGE, [64, 256, 1000]]],
  };
  for (const [students, counts] of sizes[mode]) {
    const ways = counts.map((count) => () => run(name, clicks(students, count)));
    const [base, ...found] = await sideBySide(() => bare(name, students), ...ways);
    for (const [place, connections] of counts.entries()) {
      print(`${name}, ${of(students, connections)}`, found[place]);
      console.log(`the bare loop: registers ${shown(base.register)}/s, changes ${shown(base.change)}/s`);
      keep({ part: "school", database: name, students, connections, floor: base, ...found[place] });
    }
  }
}

/** Three processes on one database, beside one; on SQLite, one is all there is. */
async function servers(name) {
  if (name === "SQLite") return;
  const [one, three] = await sideBySide(() => run(name, clicks(SMALL, 256)), () => run(name, clicks(SMALL, 256), 3));
  print(`${name}, one process, ${of(SMALL, 256)}`, one);
  print(`${name}, three processes that share the connections, side by side with the one`, three);
  printShare("three processes reach of one", one.outcomes, three.outcomes);
  const broken = Math.max(one.broken, three.broken);
  keep({ part: "servers", database: name, students: SMALL, connections: 256, one: one.outcomes, three: three.outcomes, broken });
}

/** SQLite while others flush the same disk. */
async function writers(name) {
  if (name !== "SQLite") return;
  const students = mode === "quick" ? SMALL : LARGE;
  const disturbed = async () => {
    const writer = new URL("./bench/writer.mjs", import.meta.url);
    const writers = [0, 1, 2, 3].map((number) => new Worker(writer, { workerData: join(folder, `writer-${number}`) }));
    try {
      return await run(name, clicks(students, 256));
    } finally {
      await Promise.all(writers.map((writer) => writer.terminate()));
    }
  };
  const [alone, beside] = await sideBySide(() => run(name, clicks(students, 256)), disturbed);
  print(`${name}, ${of(students, 256)}`, alone);
  print(`${name}, the same beside four writers that flush the disk without pause`, beside);
  printShare("beside the writers it reaches of alone", alone.outcomes, beside.outcomes);
  const broken = Math.max(alone.broken, beside.broken);
  keep({ part: "writers", database: name, students, connections: 256, alone: alone.outcomes, beside: beside.outcomes, broken });
}

/** All want the one workshop. */
async function crowd(name) {
  const [found] = await sideBySide(() => run(name, [...clicks(SMALL, 256), "--crowd"]));
  print(`${name}, ${shown(SMALL)} students who all want the one workshop that half of them fit in (${ofRuns})`, found);
  keep({ part: "crowd", database: name, students: SMALL, connections: 256, ...found });
}

/** Open pages: as many as this process, and so those that it starts, may open files for. */
async function streams(name) {
  if (mode !== "whole" && name !== "SQLite") return;
  const limit = Number(/Max open files\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? Infinity);
  // Either side needs some for other things.
  const count = Math.min(STREAMS, limit - 256);
  const [{ outcomes: told, broken }] = await sideBySide(() => run(name, ["--students", `${SMALL}`, "--streams", `${count}`]));
  printStreams(`${name}, open pages while ten seats a second change (${limit} files may be open; ${ofRuns})`, { told, broken });
  keep({ part: "streams", database: name, files: limit, told, broken });
}

/** A server that nobody has asked anything yet. */
async function idle(name) {
  const alone = async (server) => {
    await new Promise((done) => setTimeout(done, LEFT_ALONE));
    return { mb: server.weigh() };
  };
  const [{ mb }] = await sideBySide(() => onFresh(name, alone));
  console.log(`\n${name}, a server that nobody has asked anything, ${LEFT_ALONE / 1000} s after its start (${ofRuns}): ${shown(mb)} MB`);
  keep({ part: "idle", database: name, mb });
}

const isWanted = (word, others) => wanted.includes(word) || !wanted.some((word) => others.includes(word));
try {
  for (const name of names.filter((name) => isWanted(name, names))) {
    for (const part of Object.keys(parts).filter((part) => isWanted(part, Object.keys(parts)))) await parts[part](name);
  }
  printSummary(all, mode === "figures" && wanted.length === 0);
  if (all.map(worst).some(({ oversold, broken }) => oversold > 0 || broken > 0)) {
    console.error("bench: a seat was oversold, or the audit found something broken");
    process.exitCode = 1;
  }
  console.log(`\n${JSON.stringify(all)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
