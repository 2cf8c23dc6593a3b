import {
  assemble,
  branchIf,
  type Code,
  constant,
  f32x4,
  get,
  i32,
  i32x4,
  loop,
  set,
  v128,
  type WasmFunction,
} from "./wasm-code";

/** Lanes that the kernel takes at a time: widths are multiples of it. */
export const LANES_AT_ONCE = 8;

/** Loops over a word's vector (32-bit floats) as vector code. All places are byte offsets into the memory, ends exclusive. */
export interface WordKernel {
  /** Adds the signed bytes from `row` on, each times the float at `factor`, to the floats from `target` to `end`. */
  add(target: number, end: number, row: number, factor: number): void;
  /**
   * Adds to the floats from `vector` to `end` the signed bytes from `row` on, each times the float at `factor`; adds what
   * comes out to the floats from `sum` on, and writes it with the floats from `place` on added to `target`.
   */
  place(
    vector: number,
    end: number,
    row: number,
    factor: number,
    sum: number,
    place: number,
    target: number,
  ): void;
}

/** Eight of a row's bytes as floats, times the factor: four lanes each into two locals. */
const scaled = (row: number, factor: number, bytes: number, into: readonly [number, number]): Code => [
  [get(row), v128.loadBytes(0), set(bytes)],
  [i32x4.lower, i32x4.upper].map((half, at) => [
    [get(bytes), half, f32x4.fromIntegers, get(factor), f32x4.multiply, set(into[at] as number)],
  ]),
];
const plus = (local: number, step: number): Code => [get(local), constant(step), i32.add, set(local)];

function add(): WasmFunction {
  const [target, end, row, at] = [0, 1, 2, 3];
  const [factor, bytes, low, high] = [4, 5, 6, 7] as const;
  const body: Code = [
    [get(at), v128.loadSplat(0), set(factor)],
    loop(
      scaled(row, factor, bytes, [low, high]),
      [low, high].map((half, i) => [
        [get(target), get(target), v128.load(16 * i), get(half), f32x4.add, v128.store(16 * i)],
      ]),
      [plus(row, 8), plus(target, 32), get(target), get(end), i32.isBelow, branchIf(0)],
    ),
  ];
  return { name: "add", parameters: 4, integers: 0, vectors: 4, body };
}

function place(): WasmFunction {
  const [vector, end, row, at, sum, position, target] = [0, 1, 2, 3, 4, 5, 6];
  const [factor, bytes, low, high] = [7, 8, 9, 10] as const;
  const body: Code = [
    [get(at), v128.loadSplat(0), set(factor)],
    loop(
      scaled(row, factor, bytes, [low, high]),
      [low, high].map((half, i) => [
        [get(vector), v128.load(16 * i), get(half), f32x4.add, set(half)],
        [get(sum), get(sum), v128.load(16 * i), get(half), f32x4.add, v128.store(16 * i)],
        [get(target), get(position), v128.load(16 * i), get(half), f32x4.add, v128.store(16 * i)],
      ]),
      [plus(row, 8), [vector, sum, position, target].map((each) => plus(each, 32))],
      [get(vector), get(end), i32.isBelow, branchIf(0)],
    ),
  ];
  return { name: "place", parameters: 7, integers: 0, vectors: 4, body };
}

export function openWordKernel(memory: WebAssembly.Memory): WordKernel {
  const module = new WebAssembly.Module(assemble([add(), place()]));
  return new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as WordKernel;
}
