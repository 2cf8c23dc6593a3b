import { type FeatureKernel, openKernel, ROW_BYTES, SUM_BYTES } from "./feature-kernel";
import type { FeatureBuffer } from "./features";

const PAGE = 65_536;
const ID_BYTES = 4;
/** Ids that `sum` hands over at once. */
const IDS_AT_ONCE = 1024;

/**
 * The weights of a linear model over hashed features, in a memory that vector code reads. Sums are whole numbers: exact, and
 * the same in any order and any company. Bucket 0, which pads, weighs nothing.
 */
export class FeatureTable {
  readonly kernel: FeatureKernel;
  /** Ids are below 2^bits. */
  readonly bits: number;
  /** Byte offset of sums that are all 0. */
  readonly zero: number;
  /** Byte offset from which on others may use the memory, once they have reserved it. */
  readonly free: number;
  /** The memory as numbers: new ones after each `reserve`. */
  integers: Int32Array;
  shorts: Uint16Array;
  private readonly memory: WebAssembly.Memory;
  private readonly ids: number;
  private readonly sums: number;

  /** @param weights buckets by outputs, row-major; the number of buckets is 2^bits */
  constructor(
    weights: Int8Array,
    readonly outputs: number,
  ) {
    if (outputs > ROW_BYTES) throw new Error(`A feature table holds ${ROW_BYTES} outputs, not ${outputs}.`);
    const buckets = weights.length / outputs;
    this.zero = buckets * ROW_BYTES;
    this.sums = this.zero + SUM_BYTES;
    this.ids = this.sums + SUM_BYTES;
    this.free = this.ids + IDS_AT_ONCE * ID_BYTES;
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(this.free / PAGE) });
    const rows = new Int8Array(this.memory.buffer);
    for (let bucket = 1; bucket < buckets; bucket += 1)
      rows.set(weights.subarray(bucket * outputs, (bucket + 1) * outputs), bucket * ROW_BYTES);
    this.bits = Math.log2(buckets);
    this.kernel = openKernel(this.memory, this.bits);
    this.integers = new Int32Array(this.memory.buffer);
    this.shorts = new Uint16Array(this.memory.buffer);
  }

  /** Sees to it that the memory has so many bytes from `free` on. */
  reserve(bytes: number): void {
    const missing = this.free + bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    this.memory.grow(Math.ceil(missing / PAGE));
    this.integers = new Int32Array(this.memory.buffer);
    this.shorts = new Uint16Array(this.memory.buffer);
  }

  /** Writes the sum of the features' weights per output to `sums`. */
  sum({ ids, length }: Pick<FeatureBuffer, "ids" | "length">, sums: Float64Array): void {
    const { integers, kernel } = this;
    let source = this.zero;
    for (let from = 0; from < length; from += IDS_AT_ONCE) {
      const to = Math.min(length, from + IDS_AT_ONCE);
      integers.set(ids.subarray(from, to), this.ids / ID_BYTES);
      kernel.gather(this.ids, this.ids + (to - from) * ID_BYTES, source, this.sums);
      source = this.sums;
    }
    for (let output = 0; output < this.outputs; output += 1)
      sums[output] = integers[source / ID_BYTES + output] as number;
  }
}
