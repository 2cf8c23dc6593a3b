export interface AdmissionLimits {
  /** Requests under way at most. */
  most: number;
  /** Longest wait that a newcomer may be let in to, milliseconds. */
  longestWaitMs: number;
}

/** Weight of the latest request in the running mean: some fifty requests, more than end in one batch. */
const SHARE = 0.02;
/** With fewer under way the time between ends tells how often is asked, not how fast is answered. */
const BUSY = 4;

/**
 * Who is let in: a newcomer is refused when as many are under way as may be, or when at the pace of the latest requests
 * its turn would come too late. Keeps count alone; the caller gives the time in milliseconds.
 */
export class Admission {
  underWay = 0;
  private paceMs = 0;
  private lastEnd: number | null = null;

  constructor(private readonly limits: AdmissionLimits) {}

  /** What a newcomer would wait until it is answered, milliseconds; 0 until that is known. */
  get expectedWaitMs(): number {
    return this.paceMs * (this.underWay + 1);
  }

  /** Lets a request in, whose end is to be told by `end`: null. Or refuses it: seconds after which to come again. */
  begin(): number | null {
    const { most, longestWaitMs } = this.limits;
    const late = this.underWay >= BUSY && this.expectedWaitMs > longestWaitMs;
    if (this.underWay >= most || late) return Math.max(1, Math.ceil(this.expectedWaitMs / 1000));
    this.underWay += 1;
    return null;
  }

  end(now: number): void {
    const busy = this.underWay >= BUSY;
    this.underWay -= 1;
    if (busy && this.lastEnd !== null) this.paceMs += SHARE * (now - this.lastEnd - this.paceMs);
    this.lastEnd = busy ? now : null;
  }
}
