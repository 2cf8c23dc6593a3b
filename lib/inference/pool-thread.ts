import { Worker } from "node:worker_threads";
import { FAILED_AT_WORK } from "#lib/domain/model-state";
import { modelOf } from "./explain-codec";
import type { HungOn } from "./lane-health";
import { bundleOf } from "./thread-bundle";
import {
  type BatchRequest,
  ListsInForce,
  type LoadedModel,
  type ModelLoad,
  type ThreadReply,
  type ThreadSetup,
} from "./thread-messages";

export interface ThreadBatch<Job> {
  id: number;
  /** What has it in work: the model that was asked, and then what the thread goes on with. */
  model: string;
  further: Further | undefined;
  jobs: Job[];
  /** Shares its thread with no other batch. */
  alone: boolean;
  /** Ends the thread when the batch takes too long. */
  timer: NodeJS.Timeout;
  /** Places of the jobs that the thread goes on with by itself, once it has answered all. */
  places?: number[];
}

/** Another model of the thread, and the places of a batch's jobs that it may go on with. */
export type Further = NonNullable<BatchRequest["further"]>;

interface ThreadEvents<Job> {
  /** The batch is answered; the thread goes on with the jobs at its places. */
  first(batch: ThreadBatch<Job>, outputs: unknown): void;
  /** The batch is answered, or what the thread went on with. */
  done(batch: ThreadBatch<Job>, outputs: unknown): void;
  failed(batch: ThreadBatch<Job>, reason: string): void;
  /** The thread has moved a model to another provider. */
  moved(model: string, load: LoadedModel): void;
  /** The thread is gone, or not waited for any more, with the batches it had in hand. Not called after `end`. */
  died(batches: ThreadBatch<Job>[], wasReady: boolean): void;
}

/** How long a thread may take, milliseconds. */
export interface ThreadTimes {
  /** For a batch. */
  stuckMs: number;
  /** For opening a model on one provider. */
  loadMs: number;
}

type Opening = Pick<HungOn, "model" | "provider">;

/** One worker thread with the batches it has in hand. */
export class InferenceThread<Job> {
  ready = false;
  /** The models as loaded, or null when the thread died before it was ready. */
  readonly started: Promise<Record<string, ModelLoad> | null>;
  /** What ended the thread, when it said so. */
  lastError = "";
  /** The provider that it was lost to, if so. */
  hungOn: HungOn | undefined;
  private wasReady = false;
  private lost = false;
  /** Ends the loading of a model that takes too long; undefined while none is being loaded. */
  private loading: NodeJS.Timeout | undefined;
  /** What each model runs on here. */
  private readonly providers = new Map<string, string>();
  /** Models that have answered here. */
  private readonly answered = new Set<string>();
  private readonly settle: (models: Record<string, ModelLoad> | null) => void;
  /** Which lists the thread has been sent. */
  readonly sentLists = new ListsInForce<true>();
  private readonly worker: Worker;
  private readonly inHand = new Map<number, ThreadBatch<Job>>();
  private nextBatch = 1;
  private ending = false;

  constructor(
    url: URL,
    setup: ThreadSetup,
    private readonly times: ThreadTimes,
    private readonly events: ThreadEvents<Job>,
  ) {
    this.worker = new Worker(url.pathname.endsWith(".ts") ? bundleOf(url) : url, { workerData: setup });
    let settle: (models: Record<string, ModelLoad> | null) => void = () => {};
    this.started = new Promise((resolve) => {
      settle = resolve;
    });
    this.settle = settle;
    this.worker.on("message", (reply: ThreadReply) => {
      if (!this.lost) this.receive(reply);
    });
    this.worker.on("error", (error) => {
      this.lastError = error.message;
    });
    this.worker.on("exit", () => this.lose());
  }

  get batches(): number {
    return this.inHand.size;
  }

  /** One batch in work and one waiting, unless either wants to be alone. */
  canTake(alone: boolean): boolean {
    if (!this.ready || this.inHand.size > 1) return false;
    return this.inHand.size === 0 || (!alone && [...this.inHand.values()].every((batch) => !batch.alone));
  }

  jobs(): Job[] {
    return [...this.inHand.values()].flatMap((batch) => batch.jobs);
  }

  send(model: string, jobs: Job[], alone: boolean, packed: unknown, further?: Further): void {
    const id = this.nextBatch++;
    const timer = setTimeout(() => this.giveUp(batch), this.times.stuckMs);
    timer.unref();
    const batch: ThreadBatch<Job> = { id, model, further, jobs, alone, timer };
    this.inHand.set(id, batch);
    const request: BatchRequest = { batch: id, model, packed, ...(further && { further }) };
    this.worker.postMessage(request);
  }

  async end(): Promise<void> {
    this.ending = true;
    this.takeAll();
    await this.worker.terminate();
  }

  /**
   * Takes no more: native code that hangs is not ended before it returns, and what is asked meanwhile would wait in vain. The
   * processor is waited for. Another provider is left at once where the model has never answered on it, unless the input is
   * suspect itself, and else where the thread has not ended after as much time again.
   */
  private giveUp({ model: asked, alone }: ThreadBatch<Job>): void {
    // That a batch waits behind another is no fault of its model. Loading has a time-out of its own, and batches all of theirs after it.
    if (!this.ready || this.loading) return;
    const { stuckMs } = this.times;
    this.stop(`A batch of ${asked} took longer than ${stuckMs} ms.`);
    const model = modelOf(asked);
    const provider = this.providers.get(model) ?? "cpu";
    if (provider === "cpu") return;
    const hungOn = { model, provider, reason: `${FAILED_AT_WORK}: no answer within ${stuckMs / 1_000} s` };
    if (!alone && !this.answered.has(model)) this.lose(hungOn);
    else setTimeout(() => this.lose(hungOn), stuckMs).unref();
  }

  /** Does not wait for the thread: the next one leaves the provider out, so that few are lost to it. */
  private giveUpLoading({ model, provider }: Opening): void {
    const reason = `not open after ${this.times.loadMs / 1_000} s`;
    this.stop(`${model} on ${provider}: ${reason}`);
    this.lose({ model, provider, reason });
  }

  private stop(why: string): void {
    this.ready = false;
    this.lastError = why;
    void this.worker.terminate();
  }

  private lose(hungOn?: HungOn): void {
    if (this.lost) return;
    this.lost = true;
    this.ready = false;
    this.hungOn = hungOn;
    this.setLoading(undefined);
    if (!this.ending) this.events.died(this.takeAll(), this.wasReady);
    this.settle(null);
  }

  private setLoading(opening: Opening | undefined): void {
    clearTimeout(this.loading);
    this.loading = opening && setTimeout(() => this.giveUpLoading(opening), this.times.loadMs);
    this.loading?.unref();
  }

  private receive(reply: ThreadReply): void {
    switch (reply.kind) {
      case "opening":
        this.setLoading(reply);
        return;
      case "opened":
        this.setLoading(undefined);
        for (const { timer } of this.inHand.values()) timer.refresh();
        return;
      case "moved":
        this.providers.set(reply.model, reply.load.provider);
        this.events.moved(reply.model, reply.load);
        return;
      case "ready":
        for (const [model, load] of Object.entries(reply.models))
          if (load.ok) this.providers.set(model, load.provider);
        this.ready = true;
        this.wasReady = true;
        this.settle(reply.models);
        return;
      default:
        this.receiveAnswer(reply);
    }
  }

  private receiveAnswer(reply: Extract<ThreadReply, { batch: number }>): void {
    const batch = this.inHand.get(reply.batch);
    if (!batch) return;
    this.answered.add(modelOf(batch.model));
    if (reply.kind === "first") {
      batch.model = batch.further?.model ?? batch.model;
      batch.places = reply.places;
      this.events.first(batch, reply.outputs);
      return;
    }
    clearTimeout(batch.timer);
    this.inHand.delete(reply.batch);
    if (reply.kind === "done") this.events.done(batch, reply.outputs);
    else this.events.failed(batch, reply.reason);
  }

  private takeAll(): ThreadBatch<Job>[] {
    const batches = [...this.inHand.values()];
    this.inHand.clear();
    for (const { timer } of batches) clearTimeout(timer);
    return batches;
  }
}
