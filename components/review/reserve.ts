import { serverNow } from "#lib/client/fetch";
import { freeReserved, type Lease, releaseTask, reserveTask } from "#lib/client/tasks";
import type { DeskTask } from "#lib/domain/desk";

/** The item that comes next: only kept ready, or already this person's (`held`). */
export interface Ready {
  task: DeskTask;
  held: Promise<Lease> | null;
}

/** So long before its end an item that is kept ready is not shown any more: the way to the server takes time. */
const MARGIN_MS = 1000;

/**
 * The item after the one on the desk, fetched ahead so that it can be painted at once. What is kept too long is let go;
 * `wanted` says whether another one is worth fetching then.
 */
export class Reserve {
  #ready: Ready | null = null;
  #asking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(private readonly wanted: () => boolean) {}

  open() {
    this.#closed = false;
  }

  /** What is ready, out of the reserve; null when nothing is. */
  take(): Ready | null {
    const ready = this.#ready;
    this.#set(null);
    return ready;
  }

  /** Puts an item aside that this person holds and will come back to. */
  put(ready: Ready) {
    if (this.#ready) this.#letGo(this.#ready);
    this.#set(ready);
  }

  /** Fetches the next item once `before` is over, unless one is ready or on its way. */
  ask(before: Promise<unknown>): Promise<void> {
    this.#asking ??= this.#fetch(before).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Over when no fetch is on its way. */
  settled(): Promise<void> {
    return this.#asking ?? Promise.resolve();
  }

  /** Gives everything back; nothing is fetched until `open`. */
  close() {
    this.#closed = true;
    const ready = this.take();
    if (ready) this.#letGo(ready);
  }

  async #fetch(before: Promise<unknown>) {
    await before.catch(() => {});
    if (this.#ready || this.#closed) return;
    const task = await reserveTask().catch(() => null);
    if (!task) return;
    if (this.#ready || this.#closed) return this.#letGo({ task, held: null });
    this.#set({ task, held: null });
  }

  #set(ready: Ready | null) {
    clearTimeout(this.#timer);
    this.#ready = ready;
    if (!ready) return;
    const left = Date.parse(ready.task.leaseUntil) - serverNow() - MARGIN_MS;
    this.#timer = setTimeout(
      () => {
        this.#set(null);
        if (this.wanted()) void this.ask(Promise.resolve());
      },
      Math.max(0, left),
    );
  }

  #letGo({ held }: Ready) {
    if (held) void held.then(releaseTask).catch(() => {});
    else void freeReserved().catch(() => {});
  }
}
