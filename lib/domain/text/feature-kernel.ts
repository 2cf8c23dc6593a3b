import { CHARACTER_SEED, PRIME } from "./features";
import {
  assemble,
  block,
  branch,
  branchIf,
  type Code,
  constant,
  get,
  i16x8,
  i32,
  i32x4,
  loop,
  set,
  v128,
  type WasmFunction,
} from "./wasm-code";

/** Bytes of a row of weights: 16 outputs of a signed byte each. */
export const ROW_BYTES = 16;
/** Bytes of sums: 16 outputs of an i32 each. */
export const SUM_BYTES = 64;
/** So many rows fit into 16-bit lanes: 256 x -128. */
const ROWS_AT_ONCE = 256;

/** Loops over a text's features as vector code: most of what level 1 costs. All places are byte offsets into the memory. */
export interface FeatureKernel {
  /** Writes to `target` the sums at `source` and the rows, from offset 0 on, of the ids at `ids` to `end` (exclusive). */
  gather(ids: number, end: number, source: number, target: number): void;
  /**
   * Writes the ids of the n-grams of 2 to 5 symbols that begin at each of the symbols (16 bits) from `symbols` to `end`, four
   * places at a time: up to three more are read, and 4 more after the last.
   */
  hash(symbols: number, end: number, ids: number): void;
}

function gather(): WasmFunction {
  const [ids, end, source, target, stop, row] = [0, 1, 2, 3, 4, 5];
  const [low, high] = [6, 7];
  const sums = [8, 9, 10, 11];
  const addHalf = (half: number, offset: number): Code => [
    [get(half), get(row), v128.loadBytes(offset), i16x8.add, set(half)],
  ];
  const spill = (sum: number, half: number, part: Code): Code => [
    get(sum),
    get(half),
    part,
    i32x4.add,
    set(sum),
  ];
  const chunkEnd: Code = [get(ids), constant(ROWS_AT_ONCE * 4), i32.add];
  const body: Code = [
    sums.map((sum, at) => [get(source), v128.load(16 * at), set(sum)]),
    block(
      loop(
        [get(ids), get(end), i32.isNotBelow, branchIf(1)],
        [chunkEnd, get(end), chunkEnd, get(end), i32.isBelow, i32.select, set(stop)],
        [v128.zero, set(low), v128.zero, set(high)],
        loop(
          [get(ids), i32.load, constant(4), i32.shl, set(row)],
          [addHalf(low, 0), addHalf(high, 8)],
          [get(ids), constant(4), i32.add, set(ids)],
          [get(ids), get(stop), i32.isBelow, branchIf(0)],
        ),
        spill(8, low, i32x4.lower),
        spill(9, low, i32x4.upper),
        spill(10, high, i32x4.lower),
        spill(11, high, i32x4.upper),
        branch(0),
      ),
    ),
    sums.map((sum, at) => [get(target), get(sum), v128.store(16 * at)]),
  ];
  return { name: "gather", parameters: 4, integers: 2, vectors: 6, body };
}

/** As `bucket` and `addCharacters` of features.ts, four places at a time. */
function hash(bits: number): WasmFunction {
  const [symbols, end, ids] = [0, 1, 2];
  const [rolling, mixed] = [3, 4];
  const grams = [5, 6, 7, 8] as const;
  const [first, second] = [9, 10];
  const roll = (at: number): Code => [
    [get(symbols), v128.loadShorts(2 * at), v128.xor, i32x4.splat(PRIME), i32x4.multiply, set(rolling)],
  ];
  const mix = (shift: number): Code => [get(mixed), get(mixed), constant(shift), i32x4.shiftRight, v128.xor];
  const bucket = (into: number): Code => [
    [get(rolling), set(mixed)],
    [mix(15), i32x4.splat(0x85ebca6b), i32x4.multiply, set(mixed)],
    [mix(13), i32x4.splat(0xc2b2ae35), i32x4.multiply, set(mixed)],
    [mix(16), constant(32 - bits), i32x4.shiftRight, i32x4.splat(1), i32x4.larger, set(into)],
  ];
  const pair = (a: number, b: number, ...lanes: [number, number, number, number]): Code => [
    [get(a), get(b), v128.pick(...lanes)],
  ];
  const [two, three, four, five] = grams;
  /** From a vector per length to a vector per place: two places from two halves. */
  const storePlaces = (at: number, lanes: [number, number, number, number]): Code => [
    [pair(two, three, ...lanes), set(first), pair(four, five, ...lanes), set(second)],
    [get(ids), pair(first, second, 0, 1, 4, 5), v128.store(16 * at)],
    [get(ids), pair(first, second, 2, 3, 6, 7), v128.store(16 * (at + 1))],
  ];
  const body = loop(
    [i32x4.splat(CHARACTER_SEED), roll(0)],
    grams.map((into, at) => [get(rolling), roll(at + 1), bucket(into)]),
    storePlaces(0, [0, 4, 1, 5]),
    storePlaces(2, [2, 6, 3, 7]),
    [get(symbols), constant(8), i32.add, set(symbols)],
    [get(ids), constant(64), i32.add, set(ids)],
    [get(symbols), get(end), i32.isBelow, branchIf(0)],
  );
  return { name: "hash", parameters: 3, integers: 0, vectors: 8, body };
}

/** The kernel over a memory of at least one page, for features of so many bits. */
export function openKernel(memory: WebAssembly.Memory, bits: number): FeatureKernel {
  const module = new WebAssembly.Module(assemble([gather(), hash(bits)]));
  return new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as FeatureKernel;
}
