/* Callers of the scoring endpoint, in a process of their own that does nothing else. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { demoPosts } from "../prisma/demo/posts";
import { type Answer, RawClient, type Target } from "./raw-http";

export interface Load {
  target: Target;
  /** So many callers, each sending its next request when the last is answered; or so many requests a second regardless. */
  kind: { callers: number } | { perSecond: number };
  seconds: number;
  textsPerRequest: number;
}

export interface Loaded {
  answers: Answer[];
  seconds: number;
  /** How late this process's own event loop was, 95th percentile, milliseconds: part of what it measured. */
  lagMs: number;
  /** Processor time of this process. */
  cpuMs: number;
}

const texts = demoPosts().map((entry) => entry.text);
const textAt = (turn: number) => `${texts[turn % texts.length]} (${turn})`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function run({ target, kind, seconds, textsPerRequest }: Load): Promise<Loaded> {
  const client = new RawClient(target);
  const send = (turn: number) => {
    const input = Array.from({ length: textsPerRequest }, (_, at) => textAt(turn * textsPerRequest + at));
    return client.post({ input: textsPerRequest === 1 ? input[0] : input });
  };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = process.cpuUsage();
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  delay.enable();
  const answers: Answer[] = [];
  let turn = 0;
  if ("callers" in kind) {
    const caller = async () => {
      while (elapsed() < seconds) answers.push(await send(turn++));
    };
    await Promise.all(Array.from({ length: kind.callers }, caller));
  } else {
    const { perSecond } = kind;
    const sent: Promise<unknown>[] = [];
    while (elapsed() < seconds) {
      while (sent.length < elapsed() * perSecond)
        sent.push(send(turn++).then((answer) => answers.push(answer)));
      await pause(1);
    }
    await Promise.all(sent);
  }
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  const lagMs = Math.max(0, delay.percentile(95) / 1e6 - 1);
  return { answers, seconds: elapsed(), lagMs, cpuMs: (user + system) / 1000 };
}

process.on("message", async (load: Load) => process.send?.(await run(load)));
