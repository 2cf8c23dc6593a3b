import { Failure } from "#lib/domain/failure";
import { MOST_TOGETHER, type ScoreAnswer, type ScoreRequest } from "#lib/domain/score";

/** Requests with more texts travel alone: when their caller goes, their work is given up. */
const SMALL = 4;
/** With as many requests under way a newcomer waits for company, */
const BUSY = 4;
/** as long, milliseconds, or until an earlier group is answered. */
const COMPANY_MS = 2;
/** The service answers by the deadline itself; past this much more it is taken for dead, milliseconds. */
const GRACE_MS = 500;

/** Requests that travel together, on their way. */
export interface ScoreGroup {
  requests: ScoreRequest[];
  /** Places of those that somebody still waits for. */
  waiting(): number[];
  /** Hands a request, by its place, what it was waiting for. Whoever had it, or went away, hears nothing more. */
  settle(at: number, outcome: ScoreAnswer | Error): void;
  /** Aborted when the last that waited went without an answer. */
  signal: AbortSignal;
}

/** Carries a group; whoever it leaves without an outcome gets the error that it throws. */
export type SendGroup = (group: ScoreGroup) => Promise<void>;

interface Member {
  wanted: ScoreRequest;
  askedAt: number;
  settle(outcome: ScoreAnswer | Error): void;
  settled: boolean;
  /** Set once it is on its way: it waits no more, and, told after that, it went without an answer. */
  left?: () => void;
  abandoned?: () => unknown;
}

/**
 * Gathers small requests that come at the same time, so that they cost one message to the scoring service and meet in its
 * batches. What comes alone leaves at the end of the turn of the event loop in which it came. Each keeps its own
 * organisation, deadline and outcome.
 */
export class ScoreGroups {
  private gathered: Member[] = [];
  private underWay = 0;
  private turn: NodeJS.Immediate | undefined;
  private company: NodeJS.Timeout | undefined;

  constructor(private readonly send: SendGroup) {}

  /**
   * Rejects with Failure `timeout` when the deadline passes or the caller has gone, and with what the group met otherwise.
   * @param signal aborted when the caller has gone
   */
  ask(wanted: ScoreRequest, signal?: AbortSignal): Promise<ScoreAnswer> {
    return new Promise((resolve, reject) => {
      const giveUp = (why: string) => {
        member.settle(new Failure("timeout", why));
        member.abandoned?.();
      };
      const late = () => giveUp("The scoring service did not answer in time.");
      const gone = () => giveUp("The caller has gone.");
      const timer = setTimeout(late, wanted.deadlineMs + GRACE_MS);
      const member: Member = {
        wanted,
        askedAt: performance.now(),
        settled: false,
        settle: (outcome) => {
          if (member.settled) return;
          member.settled = true;
          clearTimeout(timer);
          signal?.removeEventListener("abort", gone);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
          member.left?.();
        },
      };
      if (signal?.aborted) return gone();
      signal?.addEventListener("abort", gone, { once: true });
      if (wanted.inputs.length > SMALL || wanted.inputs.some(({ image }) => image)) this.leave([member]);
      else this.gather(member);
    });
  }

  private gather(member: Member): void {
    this.gathered.push(member);
    if (this.gathered.length >= MOST_TOGETHER) this.leaveTogether();
    else if (this.underWay < BUSY) this.leaveThisTurn();
    else this.company ??= setTimeout(() => this.leaveTogether(), COMPANY_MS);
  }

  private leaveThisTurn(): void {
    this.turn ??= setImmediate(() => this.leaveTogether());
  }

  private leaveTogether(): void {
    clearTimeout(this.company);
    clearImmediate(this.turn);
    this.company = undefined;
    this.turn = undefined;
    const members = this.gathered.filter(({ settled }) => !settled);
    this.gathered = [];
    if (members.length > 0) this.leave(members);
  }

  private leave(members: Member[]): void {
    const caller = new AbortController();
    let waiting = members.length;
    this.underWay += waiting;
    for (const member of members) {
      member.left = () => {
        this.underWay -= 1;
        waiting -= 1;
      };
      // A group whose last request was answered ends by itself, and its connection serves the next.
      member.abandoned = () => waiting === 0 && caller.abort();
    }
    const now = performance.now();
    this.send({
      requests: members.map(({ wanted, askedAt }) => ({
        ...wanted,
        deadlineMs: Math.max(1, Math.round(wanted.deadlineMs - (now - askedAt))),
      })),
      waiting: () => members.flatMap(({ settled }, at) => (settled ? [] : [at])),
      settle: (at, outcome) => members[at]?.settle(outcome),
      signal: caller.signal,
    })
      .then(() => new Error("the scoring service left a request without an answer"))
      .catch((error: Error) => error)
      .then((rest) => {
        for (const member of members) member.settle(rest);
        if (this.gathered.length > 0) this.leaveThisTurn();
      });
  }
}
