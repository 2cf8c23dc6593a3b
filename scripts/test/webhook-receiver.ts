import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface Received {
  id: string;
  type: string;
  data: Record<string, unknown>;
  /** The body as it came. */
  raw: string;
}

/** Answers a request, or (returning false) leaves it to the receiver's own 204. */
export type Behaviour = (message: Received, response: ServerResponse, attempt: number) => boolean;

export interface WebhookReceiver {
  url: string;
  /** Each verified message once, in the order in which it was first answered with success. */
  accepted: Received[];
  /** Requests in all, and those whose signature was wrong. */
  requests: number;
  forged: number;
  /** Secrets that a message may be signed with; any will do. */
  secrets: string[];
  behave: Behaviour;
  close(): Promise<void>;
}

/**
 * A receiver as the Standard Webhooks library would have it: it verifies with `standardwebhooks`, keeps each
 * `webhook-id` once, and answers 204 unless `behave` says otherwise.
 */
export async function startReceiver(behave: Behaviour = () => false): Promise<WebhookReceiver> {
  const attempts = new Map<string, number>();
  const seen = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    receiver.requests += 1;
    const raw = Buffer.concat(chunks).toString("utf8");
    const headers = request.headers as Record<string, string>;
    const valid = receiver.secrets.some((secret) => {
      try {
        new Webhook(secret).verify(raw, headers);
        return true;
      } catch {
        return false;
      }
    });
    if (!valid) {
      receiver.forged += 1;
      response.writeHead(401).end();
      return;
    }
    const id = String(headers["webhook-id"]);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const message = { id, raw, ...(JSON.parse(raw) as Pick<Received, "type" | "data">) };
    if (receiver.behave(message, response, attempt)) return;
    if (!seen.has(id)) receiver.accepted.push(message);
    seen.add(id);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    accepted: [],
    requests: 0,
    forged: 0,
    secrets: [],
    behave,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
