import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ScoreQueue } from "./score-queue";

const calm = new AbortController().signal;

/** A task that ends when told to. */
function held() {
  let end: (value: string) => void = () => {};
  const done = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { work: () => done, end };
}

describe("ScoreQueue", () => {
  it("runs so many at a time, in order of arrival", async () => {
    const queue = new ScoreQueue({ concurrency: 2, waiting: 10 });
    const order: number[] = [];
    let most = 0;
    let now = 0;
    const task = (id: number) => async () => {
      order.push(id);
      most = Math.max(most, ++now);
      await turn();
      now--;
      return id;
    };
    const results = await Promise.all([1, 2, 3, 4, 5].map((id) => queue.run(task(id), calm)));
    expect(results).toEqual([1, 2, 3, 4, 5]);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it("refuses when all places to wait are taken, and admits again when one is free", async () => {
    const queue = new ScoreQueue({ concurrency: 1, waiting: 1 });
    const [first, second] = [held(), held()];
    const runs = [queue.run(first.work, calm), queue.run(second.work, calm)];
    expect(() => queue.admit()).toThrow(
      expect.objectContaining({ code: "unavailable", retryAfterSeconds: 1 }),
    );
    first.end("a");
    await runs[0];
    await turn();
    expect(() => queue.admit()).not.toThrow();
    second.end("b");
    expect(await Promise.all(runs)).toEqual(["a", "b"]);
  });

  it("drops what nobody waits for any more, without running it", async () => {
    const queue = new ScoreQueue({ concurrency: 1, waiting: 5 });
    const first = held();
    const caller = new AbortController();
    let ran = false;
    const running = queue.run(first.work, calm);
    const late = queue.run(async () => {
      ran = true;
    }, caller.signal);
    caller.abort(new Error("gone"));
    first.end("done");
    await expect(late).rejects.toThrow("gone");
    await running;
    expect(ran).toBe(false);
    expect(queue.dropped).toBe(1);
  });

  it("goes on after a task that fails", async () => {
    const queue = new ScoreQueue({ concurrency: 1, waiting: 5 });
    await expect(queue.run(() => Promise.reject(new Error("no")), calm)).rejects.toThrow("no");
    expect(await queue.run(async () => "yes", calm)).toBe("yes");
  });
});
