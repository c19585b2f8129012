// What tools/bench-load.mjs prints.

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const shown = (number, digits = 0) =>
  number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** What must never be: one run of several in which it was is one too many, so of these the worst counts. */
const NEVER = ["errors", "oversold", "broken", "missed"];

/** The medians of several runs that are alike, number by number. */
export function medians(runs) {
  const [first] = runs;
  if (Array.isArray(first)) return first.map((_, place) => medians(runs.map((run) => run[place])));
  if (typeof first === "number") return median(runs);
  if (typeof first !== "object") return first;
  const each = (key) => runs.map((run) => run[key]);
  return Object.fromEntries(Object.keys(first).map((key) => [key, NEVER.includes(key) ? Math.max(...each(key)) : medians(each(key))]));
}

/** A table of all phases; "cores" are the servers', "load" those of the program that asks, on the same machine. Seats
 * beyond the capacity are asked of the server after each phase; at the end the audit looks at every row. */
export function print(title, { outcomes, broken }) {
  console.log(`\n${title}`);
  console.log(
    "                  conn  accepted   refused  errors  oversold   a second  refused/s   p50 ms   p95 ms   p99 ms   max ms  cores   load   MB",
  );
  for (const o of outcomes) {
    const cells = [
      `${o.connections}`.padStart(6), shown(o.accepted).padStart(10), shown(o.refused).padStart(10), shown(o.errors).padStart(8),
      shown(o.oversold).padStart(10), shown(o.per_second).padStart(11), shown(o.refused_per_second).padStart(11),
      shown(o.p50, 1).padStart(9), shown(o.p95, 1).padStart(9), shown(o.p99, 1).padStart(9), shown(o.max, 1).padStart(9),
      shown(o.server_cores, 2).padStart(7), shown(o.load_cores, 2).padStart(7), shown(o.server_peak_mb).padStart(5),
    ];
    console.log(o.phase.padEnd(16) + cells.join(""));
  }
  console.log(`audit: ${broken} broken`);
}

/** The same phases of two series, one a share of the other. */
export function printShare(what, before, after) {
  const rate = (outcomes, name) => outcomes.find(({ phase }) => phase === name).per_second;
  const share = (phase) => `${phase} ${(rate(after, phase) / rate(before, phase)).toFixed(2)}`;
  console.log(`${what}: ${["log in", "register", "change", "choosing page"].map(share).join(", ")}`);
}

/** How many streams heard what, and what that cost. */
export function printStreams(title, { told, broken }) {
  console.log(`\n${title}`);
  console.log(
    `${shown(told.streams)} streams, opened in ${shown(told.opened_in, 1)} s; ${shown(told.messages)} messages in ${told.seconds} s; ` +
      `${told.missed} missed the last change, the slowest heard it after ${shown(told.slowest, 2)} s; ${shown(told.server_cores, 2)} cores, ` +
      `${shown(told.load_cores, 2)} for the load; memory ${shown(told.mb_before)} -> ${shown(told.mb_after)} MB; audit: ${broken} broken`,
  );
}
