/**
 * Text being normalised: UTF-16 code units, each with the stretch of the original it came from
 * (`starts[i]` to `ends[i]`, end exclusive). Grows, is reused, and is never handed out of a synchronous call.
 */
export class TextBuffer {
  codes = new Uint16Array(1024);
  starts = new Uint32Array(1024);
  ends = new Uint32Array(1024);
  length = 0;
  /** Indices of the letter that stands for the rest of an elongated run (`sooo` keeps two o's). */
  elongated: number[] = [];

  clear(): void {
    this.length = 0;
    this.elongated = [];
  }

  reserve(size: number): void {
    if (size <= this.codes.length) return;
    const capacity = Math.max(size, this.codes.length * 2);
    this.codes = copyInto(new Uint16Array(capacity), this.codes);
    this.starts = copyInto(new Uint32Array(capacity), this.starts);
    this.ends = copyInto(new Uint32Array(capacity), this.ends);
  }

  push(code: number, start: number, end: number): void {
    const at = this.length;
    if (at === this.codes.length) this.reserve(at + 1);
    this.codes[at] = code;
    this.starts[at] = start;
    this.ends[at] = end;
    this.length = at + 1;
  }

  /** Moves unit `from` to `to` (`to` <= `from`): passes that drop units compact in place. */
  move(to: number, from: number): void {
    if (to === from) return;
    this.codes[to] = this.codes[from] as number;
    this.starts[to] = this.starts[from] as number;
    this.ends[to] = this.ends[from] as number;
  }

  /** The units from `start` to `end` as a string. */
  slice(start = 0, end = this.length): string {
    let text = "";
    for (let at = start; at < end; at += 8192)
      text += String.fromCharCode(...this.codes.subarray(at, Math.min(end, at + 8192)));
    return text;
  }
}

function copyInto<T extends Uint16Array | Uint32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
