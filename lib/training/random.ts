/** A seeded source of random numbers whose state is one integer, so that a checkpoint can hold it. */
export class Random {
  constructor(public state: number) {
    this.state = state | 0;
  }

  /** Uniform in [0, 1), 32 bits (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Standard normal (Box & Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("nothing to pick from");
    return items[this.below(items.length)] as T;
  }

  /** One of some entries, each as often as its share (the first of the tuple) is of all shares; takes one draw. */
  byShare<Entry extends readonly [share: number, ...rest: unknown[]]>(entries: readonly Entry[]): Entry {
    const ticket = this.next() * entries.reduce((sum, [share]) => sum + share, 0);
    let end = 0;
    const found = entries.find(([share]) => {
      end += share;
      return ticket < end;
    });
    if (!found) throw new RangeError("nothing to pick from");
    return found;
  }

  /** Fisher-Yates, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j] as T, items[i] as T];
    }
    return items;
  }
}

/** A well-mixed 32-bit seed from several numbers: the same parts give the same seed everywhere. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  }
  return hash | 0;
}
