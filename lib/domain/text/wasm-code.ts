/**
 * Just enough of an assembler for WebAssembly with its 128-bit vectors (WebAssembly Core Specification 2.0, binary format):
 * functions of i32 parameters over one imported memory. Code is nested arrays of bytes, read from left to right.
 */
export type Code = number | readonly Code[];

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const more = left > 127;
    bytes.push((left & 127) | (more ? 128 : 0));
    left >>>= 7;
  } while (left > 0);
  return bytes;
}

/** Signed LEB128 of an i32. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value | 0;
  for (;;) {
    const byte = left & 127;
    left >>= 7;
    const done = (left === 0 && (byte & 64) === 0) || (left === -1 && (byte & 64) !== 0);
    bytes.push(done ? byte : byte | 128);
    if (done) return bytes;
  }
}

const vector = (opcode: number): Code => [0xfd, unsigned(opcode)];
/** Vectors may lie anywhere: no alignment is promised. */
const at = (offset: number): Code => [0, unsigned(offset)];

export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];
export const constant = (value: number): Code => [0x41, signed(value)];
export const block = (...body: Code[]): Code => [0x02, 0x40, body, 0x0b];
export const loop = (...body: Code[]): Code => [0x03, 0x40, body, 0x0b];
/** To the end of the enclosing block, or the beginning of the enclosing loop, so many levels out. */
export const branch = (levels: number): Code => [0x0c, levels];
export const branchIf = (levels: number): Code => [0x0d, levels];

export const i32 = {
  load: [0x28, at(0)],
  add: 0x6a,
  shl: 0x74,
  isBelow: 0x49,
  isNotBelow: 0x4f,
  /** Takes the first of two values if the third is not 0. */
  select: 0x1b,
} satisfies Record<string, Code>;

export const v128 = {
  load: (offset: number): Code => [vector(0x00), at(offset)],
  /** Eight bytes as eight signed 16-bit lanes. */
  loadBytes: (offset: number): Code => [vector(0x01), at(offset)],
  /** Four 16-bit numbers as four 32-bit lanes. */
  loadShorts: (offset: number): Code => [vector(0x04), at(offset)],
  /** One 32-bit number in all four lanes. */
  loadSplat: (offset: number): Code => [vector(0x09), at(offset)],
  store: (offset: number): Code => [vector(0x0b), at(offset)],
  zero: [vector(0x0c), new Array<number>(16).fill(0)] as Code,
  xor: vector(0x51),
  /** Picks four 32-bit lanes of two vectors: 0 to 3 of the first, 4 to 7 of the second. */
  pick: (...lanes: [number, number, number, number]): Code => [
    vector(0x0d),
    lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
  ],
};

export const i16x8 = { add: vector(0x8e) };
export const i32x4 = {
  splat: (value: number): Code => [constant(value), vector(0x11)],
  /** The lower and the upper four of eight 16-bit lanes. */
  lower: vector(0xa7),
  upper: vector(0xa8),
  shiftRight: vector(0xad),
  add: vector(0xae),
  multiply: vector(0xb5),
  larger: vector(0xb9),
};

export const f32x4 = {
  /** Of signed 32-bit lanes. */
  fromIntegers: vector(0xfa),
  add: vector(0xe4),
  multiply: vector(0xe6),
};

export interface WasmFunction {
  name: string;
  /** i32 parameters, then i32 and vector locals: numbered in this order. */
  parameters: number;
  integers: number;
  vectors: number;
  body: Code;
}

const I32 = 0x7f;
const V128 = 0x7b;

function flat(code: Code): number[] {
  return typeof code === "number" ? [code] : code.flatMap(flat);
}

const sized = (code: Code): Code => {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
};
const list = (items: Code[]): Code => [unsigned(items.length), items];
const name = (text: string): Code => sized([...new TextEncoder().encode(text)]);
const section = (id: number, items: Code[]): Code => [id, sized(list(items))];

/** A module that exports the functions and imports `host.memory`. */
export function assemble(functions: WasmFunction[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    flat([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(
        1,
        functions.map(({ parameters }) => [0x60, list(new Array(parameters).fill(I32)), 0]),
      ),
      section(2, [[name("host"), name("memory"), 2, 0, 1]]),
      section(
        3,
        functions.map((_, index) => index),
      ),
      section(
        7,
        functions.map((each, index) => [name(each.name), 0, index]),
      ),
      section(
        10,
        functions.map(({ integers, vectors, body }) =>
          sized([
            list([
              [unsigned(integers), I32],
              [unsigned(vectors), V128],
            ]),
            body,
            0x0b,
          ]),
        ),
      ),
    ]),
  );
}
