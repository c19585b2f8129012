// Makes a database with what the tests need, and serves it: events in every phase, and students whose keys the tests
// know. Everything goes through the command line, as a system manager would do it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PASSWORD, PROJECTS, STUDENTS, events } from "./world.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
// A test that has a server of its own says where its database is to be.
const data = process.env.WORKSHOPS_END2END_DATA ?? mkdtempSync(join(tmpdir(), "workshops-end2end-"));
const workshops = join(root, "target/release/workshops");
const env = { ...process.env, RUST_LOG: "warn", WORKSHOPS_DATA_DIR: data, WORKSHOPS_ADMIN_PASSWORD: PASSWORD };

function run(...args) {
  const { status, stderr } = spawnSync(workshops, args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
}

run("init");
const fixture = JSON.parse(readFileSync(join(root, "server/example/event.json"), "utf8"));
for (const { document, groups } of events(fixture, Date.now())) {
  const file = join(data, "event.json");
  writeFileSync(file, JSON.stringify(document));
  run("import", "event", file);
  const lines = ["Naam;Klas;Doelgroep;Identificatie"];
  for (const project of PROJECTS)
    for (let number = 1; number <= STUDENTS; number++)
      lines.push(`Noor ${project} ${number};2B;${groups[number % groups.length]};${document.slug}-${project}-${number}`);
  const students = join(data, "students.csv");
  writeFileSync(students, lines.join("\r\n") + "\r\n");
  run("import", "students", document.slug, students);
}

const listen = `127.0.0.1:${process.env.WORKSHOPS_PORT}`;
const server = spawn(workshops, ["serve", "--listen", listen], { env, cwd: root, stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => {
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 1);
});
