import { Agent, request as httpRequest } from "node:http";

export interface Answer {
  status: number;
  ms: number;
}

export interface Target {
  url: string;
  headers: Record<string, string>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1024 });

/** Posts JSON and measures until the whole answer is there; 0 is a connection that failed. */
export function post(target: Target, body: unknown): Promise<Answer> {
  const bytes = JSON.stringify(body);
  const started = performance.now();
  return new Promise((resolve) => {
    const end = (status: number) => resolve({ status, ms: performance.now() - started });
    const headers = {
      ...target.headers,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(bytes),
    };
    const request = httpRequest(target.url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () => end(response.statusCode ?? 0));
      response.once("error", () => end(0));
    });
    request.once("error", () => end(0));
    request.end(bytes);
  });
}

/** So many callers, each sending its next request when the last is answered, for so long. */
export async function closedLoop(
  send: (turn: number) => Promise<Answer>,
  callers: number,
  seconds: number,
): Promise<{ answers: Answer[]; seconds: number }> {
  const answers: Answer[] = [];
  const started = performance.now();
  let turn = 0;
  const caller = async () => {
    while (performance.now() - started < seconds * 1000) answers.push(await send(turn++));
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { answers, seconds: (performance.now() - started) / 1000 };
}

/** So many requests a second whatever the answers, for so long. */
export async function openLoop(
  send: (turn: number) => Promise<Answer>,
  perSecond: number,
  seconds: number,
): Promise<{ answers: Answer[]; seconds: number }> {
  const sent: Promise<Answer>[] = [];
  const started = performance.now();
  const total = Math.round(perSecond * seconds);
  while (sent.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - started) / 1000) * perSecond));
    while (sent.length < due) sent.push(send(sent.length));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const answers = await Promise.all(sent);
  return { answers, seconds: (performance.now() - started) / 1000 };
}
