// What is asked of the figures that tools/bench-load.mjs measures, and whether it is reached.
import { shown } from "./report.mjs";

/** The figures of one phase, such as `log in`. */
const phase = (outcomes, name) => outcomes.find((outcome) => outcome.phase === name);

const atLeast = (limit, digits = 0) => ({ isReached: (is) => is >= limit, words: `at least ${shown(limit, digits)}`, digits });
const none = { isReached: (is) => is === 0, words: "none", digits: 0 };
const below = (limit, digits = 0) => ({ isReached: (is) => is < limit, words: `below ${shown(limit, digits)}`, digits });

/** An entry for each thing asked: of which measurements (those that hold all of `where`), and which of their figures. */
const ask = (where, what, value, limit) => ({ where, what, value, limit });
const perSecond = (where, name, least) =>
  ask(where, `${name}, a second`, ({ outcomes }) => phase(outcomes, name).per_second, atLeast(least));
const p99 = (where, name, most) => ask(where, `${name}, p99 ms`, ({ outcomes }) => phase(outcomes, name).p99, below(most));
const share = (where, name, what, value, least) => ask(where, `${name}, share of ${what}`, value, atLeast(least, 2));
const clicks = ["register", "change"];

const ASKED = [
  ...[["SQLite", 10_000, 100], ["PostgreSQL", 3000, 300], ["MariaDB", 2000, null]].flatMap(([database, least, most]) => {
    const where = { part: "school", database, connections: 256 };
    return clicks.flatMap((name) => [perSecond(where, name, least), ...(most ? [p99(where, name, most)] : [])]);
  }),
  ...clicks.map((name) => {
    const value = ({ outcomes, floor }) => phase(outcomes, name).per_second / floor[name];
    return share({ part: "school", connections: 256 }, name, "the bare loop", value, 1 / 3);
  }),
  p99({ part: "school", database: "SQLite" }, "in one instant", 300),
  perSecond({ part: "school", connections: 256 }, "log in", 5000),
  perSecond({ part: "school", database: "SQLite", connections: 64 }, "choosing page", 1500),
  p99({ part: "school", database: "SQLite", connections: 64 }, "choosing page", 100),
  ...clicks.map((name) => {
    const value = ({ one, three }) => phase(three, name).per_second / phase(one, name).per_second;
    return share({ part: "servers" }, name, "one process", value, 2 / 3);
  }),
  ...clicks.map((name) =>
    ask({ part: "writers" }, `${name} beside the writers, a second`, ({ beside }) => phase(beside, name).per_second, atLeast(4000)),
  ),
  ask({ part: "streams" }, "open pages", ({ told }) => told.streams, atLeast(10_000)),
  ask({ part: "streams" }, "pages that missed the last change", ({ told }) => told.missed, none),
  ask({ part: "streams" }, "the slowest heard it after, s", ({ told }) => told.slowest, below(1, 2)),
  ask({ part: "streams" }, "memory with all open, MB", ({ told }) => told.mb_after, below(150)),
  ask({ part: "streams" }, "cores while seats change", ({ told }) => told.server_cores, below(0.25, 2)),
  ask({ part: "idle" }, "memory, MB", ({ mb }) => mb, below(40)),
];

const isOf = (measured, { where }) => Object.entries(where).every(([key, value]) => measured[key] === value);

/** Prints behind a measurement what is asked of it, and gives that. */
export function printAsked(measured) {
  return ASKED.filter((asked) => isOf(measured, asked)).map(({ what, value, limit }) => {
    const is = value(measured);
    const isReached = limit.isReached(is);
    console.log(`  ${what}: ${shown(is, limit.digits)} (asked: ${limit.words}) ${isReached ? "reached" : "NOT REACHED"}`);
    return { what, value: is, asked: limit.words, reached: isReached };
  });
}

/** The most seats that were oversold in a measurement, and the most that the audit found broken. */
export function worst({ broken = 0, ...series }) {
  const phases = Object.values(series).flat().filter((phase) => phase?.oversold !== undefined);
  return { oversold: Math.max(0, ...phases.map(({ oversold }) => oversold)), broken };
}

/** Prints how much of what is asked was reached, what wasn't, and, `if (isWhole)`, what nobody measured. */
export function printSummary(all, isWhole) {
  const figures = all.flatMap(({ part, database, students, connections, asked }) =>
    asked.map((figure) => ({ ...figure, of: [part, database, students, connections].filter((word) => word !== undefined).join(" ") })),
  );
  const missed = figures.filter(({ reached }) => !reached);
  const wrong = all.map(worst);
  const most = (what) => Math.max(0, ...wrong.map((worst) => worst[what]));
  console.log(`\nThe most seats oversold after a phase of any run: ${most("oversold")}; the most that an audit found broken: ${most("broken")}.`);
  console.log(`Of ${figures.length} figures that something is asked of, ${figures.length - missed.length} reach it.`);
  for (const { of, what, value, asked } of missed) console.log(`  not reached: ${of}: ${what}: ${shown(value, 2)}, asked ${asked}`);
  if (!isWhole) return;
  for (const asked of ASKED.filter((asked) => !all.some((measured) => isOf(measured, asked)))) {
    console.log(`  not measured: ${Object.values(asked.where).join(" ")}: ${asked.what}, asked ${asked.limit.words}`);
  }
}
