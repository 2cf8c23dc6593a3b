import { connect, type Socket } from "node:net";

export interface Answer {
  status: number;
  /** From handing the request to the socket to having read the whole answer, milliseconds. */
  ms: number;
  /** What the server says it took from the request's first line on, milliseconds; NaN where it does not say. */
  serverMs: number;
}

export interface Target {
  host: string;
  port: number;
  path: string;
  headers: Record<string, string>;
}

const LOST = { status: 0, serverMs: Number.NaN };
const HEAD_END = "\r\n\r\n";

const headerOf = (head: string, name: string) => {
  const at = head.indexOf(`\r\n${name}: `);
  return at < 0 ? undefined : head.slice(at + name.length + 4, head.indexOf("\r\n", at + 2));
};

/**
 * Posts JSON over connections that are kept, by writing HTTP/1.1 itself: a load generator on the server's own cores should
 * cost as little as it can. Knows answers with a Content-Length and no others.
 */
export class RawClient {
  private readonly idle: Socket[] = [];
  private readonly head: string;

  constructor(private readonly target: Target) {
    const { host, port, path, headers } = target;
    const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.head = `POST ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\ncontent-type: application/json\r\n${given.join("")}`;
  }

  /** A connection that fails is an answer with status 0. */
  post(body: unknown): Promise<Answer> {
    const json = JSON.stringify(body);
    const request = `${this.head}content-length: ${Buffer.byteLength(json)}${HEAD_END}${json}`;
    const started = performance.now();
    const socket = this.idle.pop() ?? connect(this.target.port, this.target.host).setNoDelay(true);
    return new Promise((resolve) => {
      let text = "";
      const end = (answer: Omit<Answer, "ms">) => {
        socket.removeAllListeners("data").removeAllListeners("close");
        resolve({ ...answer, ms: performance.now() - started });
      };
      socket.on("data", (piece: Buffer) => {
        text += piece.toString("latin1");
        const headEnd = text.indexOf(HEAD_END);
        if (headEnd < 0) return;
        const head = text.slice(0, headEnd).toLowerCase();
        if (text.length < headEnd + HEAD_END.length + Number(headerOf(head, "content-length"))) return;
        end({ status: Number(head.slice(9, 12)), serverMs: Number(headerOf(head, "openai-processing-ms")) });
        if (headerOf(head, "connection") === "close") socket.destroy();
        else this.idle.push(socket);
      });
      socket.once("close", () => end(LOST));
      if (socket.listenerCount("error") === 0) socket.on("error", () => {});
      socket.write(request);
    });
  }
}
