import { Failure } from "#lib/domain/failure";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

export interface SplitTargets {
  /** Members of the outermost object whose string values go elsewhere. */
  fields: ReadonlySet<string>;
  /** A value begins. */
  begin(field: string): Promise<void>;
  /** A piece of the value, as it stands between the quotes (ASCII; JSON escapes left in). */
  piece(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
  /** Bytes that the rest of the document may have. */
  maxRest: number;
}

/**
 * Reads a JSON document as it arrives and hands the long string values of some members on piece by piece, so that they
 * are never in memory whole; in the rest an empty string stands in their place. Only strings and nesting are
 * understood here: whether the rest is JSON is for JSON.parse to say. Throws `too_large` when the rest grows too large.
 */
export class JsonSplitter {
  private readonly rest: Buffer[] = [];
  private size = 0;
  private depth = 0;
  private state: "outside" | "string" | "escape" | "value" = "outside";
  /** The string being read, while it may be a member's name. */
  private name: number[] = [];
  private key: string | null = null;
  private afterColon = false;

  constructor(private readonly targets: SplitTargets) {}

  async write(chunk: Buffer): Promise<void> {
    let kept = 0;
    for (let at = 0; at < chunk.length; ) {
      if (this.state === "value") {
        const close = chunk.indexOf(QUOTE, at);
        const until = close < 0 ? chunk.length : close;
        if (until > at) await this.targets.piece(chunk.subarray(at, until));
        kept = at = until;
        if (close < 0) break;
        await this.targets.end();
        this.state = "outside";
        this.key = null;
        this.afterColon = false;
        at += 1;
      } else {
        const byte = chunk[at++] as number;
        if (!this.take(byte)) continue;
        this.keep(chunk.subarray(kept, at));
        kept = at;
        this.state = "value";
        await this.targets.begin(this.key as string);
      }
    }
    if (this.state !== "value") this.keep(chunk.subarray(kept));
  }

  /** The document without the long values. */
  finish(): Buffer {
    return Buffer.concat(this.rest, this.size);
  }

  /** One byte outside a long value; true when a long value begins after it. */
  private take(byte: number): boolean {
    if (this.state === "escape") this.state = "string";
    else if (this.state === "string") {
      if (byte === BACKSLASH) this.state = "escape";
      else if (byte === QUOTE) this.state = "outside";
      else if (this.depth === 1 && this.name.length < 64) this.name.push(byte);
    } else if (byte === QUOTE) {
      if (this.depth === 1 && this.afterColon && this.key !== null && this.targets.fields.has(this.key))
        return true;
      this.state = "string";
      this.name = [];
      this.afterColon = false;
    } else if (byte === COLON && this.depth === 1) {
      this.key = String.fromCharCode(...this.name);
      this.afterColon = true;
    } else if (!SPACE.has(byte)) {
      if (byte === 0x7b || byte === 0x5b) this.depth += 1;
      if (byte === 0x7d || byte === 0x5d) this.depth -= 1;
      this.afterColon = false;
    }
    return false;
  }

  private keep(bytes: Buffer): void {
    this.size += bytes.length;
    if (this.size > this.targets.maxRest)
      throw new Failure(
        "too_large",
        `The body beside its media is larger than ${this.targets.maxRest.toLocaleString("en")} bytes.`,
      );
    // A copy: the chunk may hold megabytes of the value beside it.
    this.rest.push(Buffer.from(bytes));
  }
}
