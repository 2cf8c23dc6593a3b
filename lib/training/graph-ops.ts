import type { Dim } from "#lib/onnx/onnx-writer";
import type { Graph, Parameter, Value } from "./graph";

/**
 * Differentiable operations. Each emits its forward nodes and records, per input, the vector-Jacobian
 * product that the reverse pass appends. Every one is checked against finite differences in the tests.
 */

export function add(g: Graph, a: Value, b: Value): Value {
  const y = g.emit("Add", [a, b], broadcast(a.dims, b.dims));
  return g.record(y, [
    [a, (dy) => unbroadcast(g, dy, a)],
    [b, (dy) => unbroadcast(g, dy, b)],
  ]);
}

export function subtract(g: Graph, a: Value, b: Value): Value {
  const y = g.emit("Sub", [a, b], broadcast(a.dims, b.dims));
  return g.record(y, [
    [a, (dy) => unbroadcast(g, dy, a)],
    [b, (dy) => unbroadcast(g, g.emit("Neg", [dy], dy.dims), b)],
  ]);
}

export function multiply(g: Graph, a: Value, b: Value): Value {
  const dims = broadcast(a.dims, b.dims);
  const y = g.emit("Mul", [a, b], dims);
  return g.record(y, [
    [a, (dy) => unbroadcast(g, g.emit("Mul", [dy, b], dims), a)],
    [b, (dy) => unbroadcast(g, g.emit("Mul", [dy, a], dims), b)],
  ]);
}

export function scale(g: Graph, x: Value, factor: number): Value {
  const times = (value: Value) => g.emit("Mul", [value, g.constant(factor)], x.dims);
  return g.record(times(x), [[x, times]]);
}

/** `a` [..., m, k] times `b` [..., k, n], or [..., n, k] when `transposeB`; leading dims equal. */
export function matmul(g: Graph, a: Value, b: Value, { transposeB = false } = {}): Value {
  const columns = b.dims.at(transposeB ? -2 : -1) as Dim;
  const times = (left: Value, right: Value, like: readonly Dim[]) => g.emit("MatMul", [left, right], like);
  const y = times(a, transposeB ? turned(g, b) : b, [...a.dims.slice(0, -1), columns]);
  return g.record(y, [
    [a, (dy) => times(dy, transposeB ? b : turned(g, b), a.dims)],
    [b, (dy) => (transposeB ? times(turned(g, dy), a, b.dims) : times(turned(g, a), dy, b.dims))],
  ]);
}

/** `x` [n, in] · `weight` [in, out] + `bias` [out]. */
export function linear(g: Graph, x: Value, weight: Value, bias: Value): Value {
  const y = g.emit("Gemm", [x, weight, bias], [x.dims[0] as Dim, weight.dims[1] as Dim]);
  return g.record(y, [
    [x, (dy) => g.emit("Gemm", [dy, weight], x.dims, { transB: 1 })],
    [weight, (dy) => g.emit("Gemm", [x, dy], weight.dims, { transA: 1 })],
    [bias, (dy) => g.emit("ReduceSum", [dy, g.integers([0])], bias.dims, { keepdims: 0 })],
  ]);
}

/** Rows of `table` [rows, d] by integer `ids` of any shape: [...ids, d]. Repeated ids add up in reverse. */
export function gather(g: Graph, table: Value, ids: Value): Value {
  const width = table.dims[1] as Dim;
  const y = g.emit("Gather", [table, ids], [...ids.dims, width], { axis: 0 });
  return g.record(y, [
    [
      table,
      (dy) => {
        const wide = ids.type === "int64" ? ids : g.emit("Cast", [ids], ids.dims, { to: 7 }, "int64");
        const index = g.emit("Reshape", [wide, g.integers([-1, 1])], ["flat", 1], {}, "int64");
        const rows = g.emit("Reshape", [dy, g.shape(["flat", width])], ["flat", width]);
        const zeros = g.emit("Sub", [table, table], table.dims);
        return g.emit("ScatterND", [zeros, index, rows], table.dims, { reduction: "add" });
      },
    ],
  ]);
}

export function reshape(g: Graph, x: Value, dims: readonly Dim[]): Value {
  const y = g.emit("Reshape", [x, g.shape(dims)], dims);
  return g.record(y, [[x, (dy) => g.emit("Reshape", [dy, shapeOf(g, x)], x.dims)]]);
}

export function transpose(g: Graph, x: Value, order: readonly number[]): Value {
  const inverse = order.map((_, axis) => order.indexOf(axis));
  const y = g.emit(
    "Transpose",
    [x],
    order.map((axis) => x.dims[axis] as Dim),
    { perm: order },
  );
  return g.record(y, [[x, (dy) => g.emit("Transpose", [dy], x.dims, { perm: inverse })]]);
}

/** Joins along the last axis; the parts' widths must be numbers. */
export function concat(g: Graph, parts: readonly Value[]): Value {
  const widths = parts.map((part) => part.dims.at(-1) as number);
  const dims = [...(parts[0] as Value).dims.slice(0, -1), widths.reduce((a, b) => a + b, 0)];
  const y = g.emit("Concat", parts, dims, { axis: -1 });
  return g.record(
    y,
    parts.map((part, i) => {
      const start = widths.slice(0, i).reduce((a, b) => a + b, 0);
      const bounds = [[start], [start + (widths[i] as number)], [-1]].map((bound) => g.integers(bound));
      return [part, (dy) => g.emit("Slice", [dy, ...bounds], part.dims)];
    }),
  );
}

/** Normalises the last axis of `x` [n, d] to mean 0 and variance 1, then scales and shifts (Ba et al. 2016). */
export function layerNorm(g: Graph, x: Value, gain: Value, bias: Value): Value {
  const column = [...x.dims.slice(0, -1), 1];
  const [y, mean, inverse] = g.emitMany("LayerNormalization", [x, gain, bias], [x.dims, column, column], {
    axis: -1,
    epsilon: { float: 1e-5 },
  }) as [Value, Value, Value];
  let normal: Value | undefined;
  const normalised = () => {
    normal ??= g.emit("Mul", [g.emit("Sub", [x, mean], x.dims), inverse], x.dims);
    return normal;
  };
  const meanOf = (value: Value) => g.emit("ReduceMean", [value, g.integers([-1])], column, { keepdims: 1 });
  return g.record(y, [
    [
      x,
      (dy) => {
        const d = g.emit("Mul", [dy, gain], x.dims);
        const along = g.emit("Mul", [normalised(), meanOf(g.emit("Mul", [d, normalised()], x.dims))], x.dims);
        const centred = g.emit("Sub", [g.emit("Sub", [d, meanOf(d)], x.dims), along], x.dims);
        return g.emit("Mul", [centred, inverse], x.dims);
      },
    ],
    [gain, (dy) => unbroadcast(g, g.emit("Mul", [dy, normalised()], x.dims), gain)],
    [bias, (dy) => unbroadcast(g, dy, bias)],
  ]);
}

export function relu(g: Graph, x: Value): Value {
  const y = g.emit("Relu", [x], x.dims);
  return g.record(y, [
    [
      x,
      (dy) => {
        const positive = g.emit("Greater", [x, g.constant(0)], x.dims, {}, "bool");
        return g.emit("Where", [positive, dy, g.constant(0)], x.dims);
      },
    ],
  ]);
}

/** Exact GELU, x·Φ(x) (Hendrycks & Gimpel 2016). */
export function gelu(g: Graph, x: Value): Value {
  const on = (op: string, ...inputs: Value[]) => g.emit(op, inputs, x.dims);
  return g.record(g.emit("Gelu", [x], x.dims), [
    [
      x,
      (dy) => {
        const erf = on("Erf", on("Mul", x, g.constant(Math.SQRT1_2)));
        const cumulative = on("Mul", on("Add", erf, g.constant(1)), g.constant(0.5));
        const bell = on("Exp", on("Mul", on("Mul", x, x), g.constant(-0.5)));
        const density = on("Mul", bell, g.constant(1 / Math.sqrt(2 * Math.PI)));
        return on("Mul", dy, on("Add", cumulative, on("Mul", x, density)));
      },
    ],
  ]);
}

export function tanh(g: Graph, x: Value): Value {
  const y = g.emit("Tanh", [x], x.dims);
  return g.record(y, [
    [
      x,
      (dy) => {
        const slope = g.emit("Sub", [g.constant(1), g.emit("Mul", [y, y], x.dims)], x.dims);
        return g.emit("Mul", [dy, slope], x.dims);
      },
    ],
  ]);
}

export function sigmoid(g: Graph, x: Value): Value {
  const y = g.emit("Sigmoid", [x], x.dims);
  return g.record(y, [
    [
      x,
      (dy) => {
        const slope = g.emit("Mul", [y, g.emit("Sub", [g.constant(1), y], x.dims)], x.dims);
        return g.emit("Mul", [dy, slope], x.dims);
      },
    ],
  ]);
}

/** Softmax over the last axis; add a mask of large negative numbers to `x` to leave positions out. */
export function softmax(g: Graph, x: Value): Value {
  const y = g.emit("Softmax", [x], x.dims, { axis: -1 });
  return g.record(y, [
    [
      x,
      (dy) => {
        const weighted = g.emit("Mul", [dy, y], x.dims);
        const total = g.emit("ReduceSum", [weighted, g.integers([-1])], [...x.dims.slice(0, -1), 1]);
        return g.emit("Sub", [weighted, g.emit("Mul", [y, total], x.dims)], x.dims);
      },
    ],
  ]);
}

/** Sum over one axis, which disappears. */
export function sumOver(g: Graph, x: Value, axis: number): Value {
  const y = g.emit("ReduceSum", [x, g.integers([axis])], x.dims.toSpliced(axis, 1), { keepdims: 0 });
  return g.record(y, [[x, (dy) => expandOver(g, dy, x, axis)]]);
}

/** Maximum over one axis, which disappears; ties share the gradient in full, as they do not occur in practice. */
export function maxOver(g: Graph, x: Value, axis: number): Value {
  const y = g.emit("ReduceMax", [x, g.integers([axis])], x.dims.toSpliced(axis, 1), { keepdims: 0 });
  return g.record(y, [
    [
      x,
      (dy) => {
        const top = g.emit("Equal", [x, expandOver(g, y, x, axis)], x.dims, {}, "bool");
        return g.emit("Where", [top, expandOver(g, dy, x, axis), g.constant(0)], x.dims);
      },
    ],
  ]);
}

/** Zeroes the elements whose `noise`, uniform in [0, 1) and fed at run time, is below `rate`; scales the rest. */
export function dropout(g: Graph, x: Value, noise: Value, rate: number): Value {
  const dropped = g.emit("Less", [noise, g.constant(rate)], noise.dims, {}, "bool");
  const keep = g.emit("Where", [dropped, g.constant(0), g.constant(1 / (1 - rate))], noise.dims);
  return multiply(g, x, keep);
}

/** One-dimensional convolution along time: `x` [b, in, t], `weight` [out, in, width], padded to the same length. */
export function convolve(g: Graph, x: Value, weight: Value, bias: Value): Value {
  const [out, , width] = weight.dims as readonly [Dim, Dim, number];
  const before = (width - 1) >> 1;
  const after = width - 1 - before;
  const y = g.emit("Conv", [x, weight, bias], [x.dims[0] as Dim, out, x.dims[2] as Dim], {
    pads: [before, after],
  });
  return g.record(y, [
    [x, (dy) => g.emit("ConvTranspose", [dy, weight], x.dims, { pads: [before, after] })],
    [
      weight,
      (dy) => {
        // Correlation of input and gradient over time, with batch and channel axes exchanged.
        const inputs = g.emit("Transpose", [x], [x.dims[1] as Dim, x.dims[0] as Dim, x.dims[2] as Dim], {
          perm: [1, 0, 2],
        });
        const kernel = g.emit("Transpose", [dy], [out, x.dims[0] as Dim, x.dims[2] as Dim], {
          perm: [1, 0, 2],
        });
        const raw = g.emit("Conv", [inputs, kernel], [weight.dims[1] as Dim, out, width], {
          pads: [before, after],
        });
        return g.emit("Transpose", [raw], weight.dims, { perm: [1, 0, 2] });
      },
    ],
    [bias, (dy) => g.emit("ReduceSum", [dy, g.integers([0, 2])], bias.dims, { keepdims: 0 })],
  ]);
}

/** A dense layer with its own parameters: weights by Glorot & Bengio (2010), bias zero. */
export function denseLayer(g: Graph, x: Value, name: string, inputs: number, outputs: number): Value {
  const weight = g.parameter(`${name}.weight`, [inputs, outputs], {
    normal: Math.sqrt(2 / (inputs + outputs)),
  });
  const bias: Parameter = g.parameter(`${name}.bias`, [outputs], { constant: 0 }, { decays: false });
  return linear(g, x, weight, bias);
}

/** A layer norm with its own parameters. */
export function normLayer(g: Graph, x: Value, name: string, width: number): Value {
  const gain = g.parameter(`${name}.gain`, [width], { constant: 1 }, { decays: false });
  const bias = g.parameter(`${name}.bias`, [width], { constant: 0 }, { decays: false });
  return layerNorm(g, x, gain, bias);
}

function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [left, right] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    if (left !== right && left !== 1 && right !== 1)
      throw new RangeError(`cannot broadcast [${a}] with [${b}]`);
    return left === 1 ? right : left;
  });
}

/** Sums a gradient over the axes along which `target` was repeated. */
export function unbroadcast(g: Graph, gradient: Value, target: Value): Value {
  const extra = gradient.dims.length - target.dims.length;
  const stretched = target.dims.flatMap((dim, i) =>
    dim === 1 && gradient.dims[i + extra] !== 1 ? [i + extra] : [],
  );
  const leading = Array.from({ length: extra }, (_, i) => i);
  let result = gradient;
  if (stretched.length > 0) {
    const dims = gradient.dims.map((dim, i) => (stretched.includes(i) ? 1 : dim));
    result = g.emit("ReduceSum", [result, g.integers(stretched)], dims, { keepdims: 1 });
  }
  if (leading.length > 0) {
    result = g.emit("ReduceSum", [result, g.integers(leading)], target.dims, { keepdims: 0 });
  }
  return result;
}

function shapeOf(g: Graph, x: Value): Value {
  return g.emit("Shape", [x], [x.dims.length], {}, "int64");
}

function turned(g: Graph, x: Value): Value {
  const last = x.dims.length - 1;
  const order = x.dims.map((_, i) => (i === last ? last - 1 : i === last - 1 ? last : i));
  return g.emit(
    "Transpose",
    [x],
    order.map((axis) => x.dims[axis] as Dim),
    { perm: order },
  );
}

/** Puts a reduced axis back and repeats the value along it, as long as `x` is. */
function expandOver(g: Graph, value: Value, x: Value, axis: number): Value {
  const single = x.dims.map((dim, i) => (i === axis ? 1 : dim));
  const column = g.emit("Unsqueeze", [value, g.integers([axis])], single);
  return g.emit("Expand", [column, shapeOf(g, x)], x.dims);
}
