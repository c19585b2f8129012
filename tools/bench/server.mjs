// Databases and servers for one run of tools/bench-load.mjs.
import { spawn, spawnSync, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const password = "een wachtwoord voor de meting";

/** Where each database is; SQLite is a file in the folder at hand. */
export const databases = {
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

/** Runs a program to its end and gives what it printed. */
export const output = (file, args, env) =>
  execFileSync(file, args, { env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 1 << 26 });

/** What the load program found, while this process goes on; 2 is its exit code if it found seats oversold. */
export const loaded = (file, args, env) =>
  new Promise((done, fail) => {
    const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data) => (text += data));
    child.once("close", (code) => {
      if (code === 0 || (code === 2 && text)) done(JSON.parse(text));
      else fail(new Error(`${file} ended with ${code}`));
    });
  });

/** A database of its own for each run: a file, or a database on the server at this URL. */
let made = 0;
export function fresh(name, folder) {
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

/** The resident memory of a process, in megabytes. */
function megabytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) / 1024;
}

/** Serves a database by so many processes, and gives how to load, to weigh (the first), to audit and to stop them. */
export async function serve(program, url, folder, count = 1) {
  const env = { ...process.env, WORKSHOPS_ADMIN_PASSWORD: password, WORKSHOPS_DATABASE_URL: url, RUST_LOG: "warn" };
  const command = (...args) => output(program, ["--data-dir", folder, ...args], env);
  command("init");
  const servers = [];
  const stop = () =>
    Promise.all(
      servers.filter(({ child }) => child.exitCode === null && child.signalCode === null).map(
        ({ child }) => new Promise((done) => child.once("exit", done) && child.kill("SIGTERM")),
      ),
    );
  try {
    for (let number = 0; number < count; number++) {
      const address = `127.0.0.1:${await freePort()}`;
      const child = spawn(program, ["--data-dir", folder, "serve", "--listen", address], { env, stdio: ["ignore", "ignore", "inherit"] });
      servers.push({ address, child });
      await ready(address);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const at = ["--server", servers.map(({ address }) => address).join(), "--pid", servers.map(({ child }) => child.pid).join()];
  const weigh = () => megabytes(servers[0].child.pid);
  /** How many lines of what is stored the audit finds broken; it prints them, and ends with 2 if there are any. */
  const audit = () => {
    const { stdout, stderr } = spawnSync(program, ["--data-dir", folder, "audit"], { env, encoding: "utf8", maxBuffer: 1 << 26 });
    const [, broken] = /, (\d+) broken$/m.exec(stdout) ?? [];
    if (broken === undefined) throw new Error(`the audit ended early: ${stderr}`);
    if (broken !== "0") console.error(stdout);
    return Number(broken);
  };
  return { at, env, stop, weigh, audit };
}

async function ready(address) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`http://${address}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the server doesn't answer");
}
