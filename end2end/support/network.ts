// A network between a browser and the server that cuts event streams, as some schools' do.
import { type Socket, connect, createServer } from "node:net";
import { once } from "node:events";

const STREAM = /GET \/events\/[^ ]+\/live /;

/** A way to the server on which streams can be cut; all else passes. */
export class Network {
  private cuts = false;
  private readonly open = new Set<Socket>();
  private readonly server = createServer((client) => this.pass(client));

  private constructor(private readonly port: number) {}

  static async to(port: number): Promise<Network> {
    const network = new Network(port);
    network.server.listen(0, "127.0.0.1");
    await once(network.server, "listening");
    return network;
  }

  get origin(): string {
    const address = this.server.address();
    if (!address || typeof address === "string") throw new Error("no port");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Ends all that is open, and from now on every stream as soon as it is asked for. */
  cutStreams() {
    this.cuts = true;
    for (const socket of this.open) socket.destroy();
  }

  /** Lets streams pass again. */
  heal() {
    this.cuts = false;
  }

  stop() {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private pass(client: Socket) {
    const server = connect(this.port, "127.0.0.1");
    for (const [socket, other] of [[client, server], [server, client]]) {
      this.open.add(socket);
      // Whoever is cut off says so; that is what the test is about.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
    server.on("data", (bytes) => client.write(bytes));
    client.on("data", (bytes) => {
      if (this.cuts && STREAM.test(bytes.toString("latin1"))) client.destroy();
      else server.write(bytes);
    });
  }
}
