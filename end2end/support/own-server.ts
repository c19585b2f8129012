// A server of a test's own, on a database that nobody else uses, which the test can lock.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Takes the lock that every change needs, says so, and holds it until a line comes. */
const LOCK = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
database.execute("begin immediate")
print("locked", flush=True)
sys.stdin.readline()
database.execute("rollback")
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (!address || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** A server with the same events and students as the others have. */
export class OwnServer {
  private constructor(
    readonly origin: string,
    private readonly database: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<OwnServer> {
    const port = await freePort();
    const data = mkdtempSync(join(tmpdir(), "workshops-end2end-own-"));
    const env = { ...process.env, WORKSHOPS_PORT: String(port), WORKSHOPS_END2END_DATA: data };
    const script = fileURLToPath(new URL("serve.mjs", import.meta.url));
    const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "ignore", "inherit"] });
    const server = new OwnServer(`http://127.0.0.1:${port}`, join(data, "workshops.db"), child);
    while (child.exitCode === null) {
      const answer = await fetch(`${server.origin}/readyz`).catch(() => undefined);
      if (answer?.ok) return server;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the server ended");
  }

  /** Takes the database's lock, as another program might; gives what lets go of it. */
  async lock(): Promise<() => Promise<void>> {
    const child = spawn("python3", ["-c", LOCK, this.database], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(child, "exit");
    const said = await Promise.race([once(child.stdout, "data"), ended]);
    if (String(said[0]).trim() !== "locked") throw new Error("the database can't be locked");
    return async () => {
      child.stdin.end("\n");
      await ended;
    };
  }

  stop = () => end(this.child);
}
