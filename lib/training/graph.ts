import type {
  Dim,
  ElementType,
  OnnxAttribute,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from "#lib/onnx/onnx-writer";

/** The domain of the operators that ONNX Runtime has beside the standard's. */
const FUSED = "com.microsoft";

/** A tensor flowing through a graph: its name and its dims, where a string is free at run time. */
export interface Value {
  readonly id: string;
  readonly type: ElementType;
  readonly dims: readonly Dim[];
}

export interface Parameter extends Value {
  readonly dims: readonly Dim[];
  /** Standard deviation of the normal initial values, or the constant they start from. */
  readonly initial: { normal: number } | { constant: number };
  /** Whether weight decay applies; biases, norms and embeddings go without. */
  readonly decays: boolean;
}

/** One step of the tape: for each differentiable input, how it receives the output's gradient. */
interface TapeStep {
  output: Value;
  inputs: readonly (readonly [Value, (gradient: Value) => Value])[];
}

/**
 * Builds an ONNX graph operation by operation and keeps a tape of how each output depends on its inputs,
 * so that `gradients` can append the reverse pass to the same graph (reverse-mode differentiation).
 * The operations themselves are functions over a Graph in `graph-ops.ts`.
 */
export class Graph {
  readonly parameters: Parameter[] = [];
  private readonly nodes: OnnxNode[] = [];
  private readonly constants = new Map<string, OnnxTensor>();
  private readonly inputs: OnnxValueInfo[] = [];
  private readonly outputs: OnnxValueInfo[] = [];
  private readonly symbols = new Map<string, { value: Value; axis: number }>();
  private readonly tape: TapeStep[] = [];
  private count = 0;

  /** A tensor fed at run time; its named dims can be used in `reshape` from here on. */
  input(name: string, type: ElementType, dims: readonly Dim[]): Value {
    const value = { id: name, type, dims };
    this.inputs.push({ name, type, dims });
    for (const [axis, dim] of dims.entries()) {
      if (typeof dim === "string" && !this.symbols.has(dim)) this.symbols.set(dim, { value, axis });
    }
    return value;
  }

  /** A float tensor that training changes. */
  parameter(
    name: string,
    dims: readonly Dim[],
    initial: Parameter["initial"],
    { decays = true }: { decays?: boolean } = {},
  ): Parameter {
    const parameter: Parameter = { id: name, type: "float32", dims, initial, decays };
    this.parameters.push(parameter);
    return parameter;
  }

  /** A constant float tensor; a scalar when no dims are given. Equal scalars are shared. */
  constant(values: number | readonly number[], dims?: readonly number[]): Value {
    const data = typeof values === "number" ? [values] : values;
    const shape = dims ?? (typeof values === "number" ? [] : [values.length]);
    return this.share(`f[${shape}]${data}`, "float32", shape, Float32Array.from(data));
  }

  /** A constant one-dimensional int64 tensor: axes, shapes, indices. */
  integers(values: readonly number[]): Value {
    return this.share(`i${values}`, "int64", [values.length], BigInt64Array.from(values, BigInt));
  }

  /** Appends one node without telling the tape: for reverse passes and for what has no gradient. */
  emit(
    op: string,
    inputs: readonly Value[],
    dims: readonly Dim[],
    attributes: Record<string, OnnxAttribute> = {},
    type: ElementType = "float32",
  ): Value {
    return this.emitMany(op, inputs, [dims], attributes, type)[0] as Value;
  }

  emitMany(
    op: string,
    inputs: readonly Value[],
    outputs: readonly (readonly Dim[])[],
    attributes: Record<string, OnnxAttribute> = {},
    type: ElementType = "float32",
    domain?: string,
  ): Value[] {
    const values = outputs.map((dims) => ({ id: `v${this.count++}`, type, dims }));
    this.nodes.push({ op, inputs: inputs.map(idOf), outputs: values.map(idOf), attributes, domain });
    return values;
  }

  /** Appends one node of ONNX Runtime's own operators, which have no gradient here. */
  emitFused(
    op: string,
    inputs: readonly Value[],
    dims: readonly Dim[],
    attributes: Record<string, OnnxAttribute> = {},
    type: ElementType = "float32",
  ): Value {
    return this.emitMany(op, inputs, [dims], attributes, type, FUSED)[0] as Value;
  }

  /** Tells the tape that `output` depends on `inputs`, and returns it. */
  record(output: Value, inputs: TapeStep["inputs"]): Value {
    this.tape.push({ output, inputs });
    return output;
  }

  /** The extent of a named dim as an int64 tensor of one element, read off the input that named it. */
  extent(symbol: string): Value {
    const source = this.symbols.get(symbol);
    if (!source) throw new RangeError(`no input has a dim named ${symbol}`);
    const { value, axis } = source;
    return this.emit("Shape", [value], [1], { start: axis, end: axis + 1 }, "int64");
  }

  /** A shape tensor for `dims`; one name that no input carries may stand for "whatever is left". */
  shape(dims: readonly Dim[]): Value {
    const parts = dims.map((dim) => {
      if (typeof dim === "number") return this.integers([dim]);
      return this.symbols.has(dim) ? this.extent(dim) : this.integers([-1]);
    });
    if (dims.every((dim) => typeof dim === "number" || !this.symbols.has(dim))) {
      return this.integers(dims.map((dim) => (typeof dim === "number" ? dim : -1)));
    }
    return this.emit("Concat", parts, [dims.length], { axis: 0 }, "int64");
  }

  /**
   * Appends the reverse pass of a scalar (or of a sum, where `of` has more elements) and returns the
   * gradient with respect to each of `wrt`, in order. Paths that reach none of them cost nothing.
   * @throws RangeError when `of` does not depend on one of them.
   */
  gradients(of: Value, wrt: readonly Value[]): Value[] {
    const reaches = new Set(wrt.map(idOf));
    for (const { output, inputs } of this.tape) {
      if (inputs.some(([input]) => reaches.has(input.id))) reaches.add(output.id);
    }
    const sums = new Map<string, Value>([[of.id, this.ones(of)]]);
    for (const { output, inputs } of [...this.tape].reverse()) {
      const gradient = sums.get(output.id);
      if (!gradient) continue;
      for (const [input, pull] of inputs) {
        if (!reaches.has(input.id)) continue;
        const share = pull(gradient);
        const sum = sums.get(input.id);
        sums.set(input.id, sum ? this.emit("Add", [sum, share], input.dims) : share);
      }
    }
    return wrt.map((value) => {
      const gradient = sums.get(value.id);
      if (!gradient) throw new RangeError(`${of.id} does not depend on ${value.id}`);
      return gradient;
    });
  }

  output(name: string, value: Value): void {
    this.nodes.push({ op: "Identity", inputs: [value.id], outputs: [name] });
    this.outputs.push({ name, type: value.type, dims: value.dims });
  }

  /**
   * The finished model. Parameters named in `weights` are baked in (together with the nodes that decode
   * them); the others are inputs.
   */
  model(
    weights: BakedWeights = { tensors: [], nodes: [] },
    metadata: Record<string, string> = {},
  ): OnnxModel {
    const baked = new Set([
      ...weights.tensors.map((tensor) => tensor.name),
      ...weights.nodes.flatMap((node) => node.outputs),
    ]);
    const { nodes, used } = this.live();
    const constants = [...this.constants.values()].filter((constant) => used.has(constant.name));
    const fed = this.parameters.filter((parameter) => !baked.has(parameter.id));
    return {
      nodes: [...weights.nodes, ...nodes],
      initializers: [...constants, ...weights.tensors],
      inputs: [...this.inputs, ...fed.map(({ id, type, dims }) => ({ name: id, type, dims }))],
      outputs: this.outputs,
      ...(nodes.some(({ domain }) => domain === FUSED) ? { opsets: { [FUSED]: 1 } } : {}),
      metadata,
    };
  }

  /** The nodes that some output needs, and the names they read. */
  private live(): { nodes: OnnxNode[]; used: Set<string> } {
    const used = new Set(this.outputs.map(({ name }) => name));
    const nodes: OnnxNode[] = [];
    for (const node of this.nodes.toReversed()) {
      if (!node.outputs.some((output) => used.has(output))) continue;
      for (const input of node.inputs) used.add(input);
      nodes.push(node);
    }
    return { nodes: nodes.reverse(), used };
  }

  private ones(like: Value): Value {
    if (like.dims.length === 0) return this.constant(1);
    return this.emit(
      "Expand",
      [this.constant(1), this.emit("Shape", [like], [like.dims.length], {}, "int64")],
      like.dims,
    );
  }

  private share(key: string, type: ElementType, dims: readonly number[], data: OnnxTensor["data"]): Value {
    const known = this.constants.get(key);
    const name = known?.name ?? `c${this.count++}`;
    if (!known) this.constants.set(key, { name, type, dims, data });
    return { id: name, type, dims };
  }
}

/** Parameter values as initialisers, or as compressed initialisers and the nodes that decode them. */
export interface BakedWeights {
  readonly tensors: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
}

const idOf = ({ id }: Value): string => id;
