import { Tensor } from "onnxruntime-node";
import type { Parameter } from "./graph";
import { firstMoment, secondMoment, updated } from "./graph-optimiser";
import { Random } from "./random";

type Results = Readonly<Record<string, Tensor>>;

/** Arrays of one parameter: its value and its two Adam moments. */
const ARRAYS_EACH = 3;

/** A parameter with its Adam moments. */
interface Trained {
  dims: readonly number[];
  value: Float32Array;
  first: Float32Array;
  second: Float32Array;
}

/**
 * The weights and optimiser state of one training run. One parameter may be a table of which each batch
 * touches few rows: only those are fed to the graph and read back (lazy Adam), row 0 is always zero.
 *
 * A row that a step does not touch stands still: its moments do not fade and, were the table to decay, it would not. So a rare
 * row goes on with the momentum of the last step that touched it, and as the bias of the moments is corrected by the run's step,
 * not by the row's, its first steps are smaller: late in a run the first is (1 - beta1) / sqrt(1 - beta2) of the learning rate,
 * .71 with the defaults, where dense Adam would begin with all of it. Row 0 never moves, but its gradient counts in the norm by
 * which all are clipped.
 */
export class ParameterStore {
  private constructor(
    private readonly trained: ReadonlyMap<string, Trained>,
    private readonly table: string,
  ) {}

  /** Fresh weights: the same seed gives the same weights. `tableRows` is the full height of the table. */
  static create(
    parameters: readonly Parameter[],
    table: string,
    tableRows: number,
    seed: number,
  ): ParameterStore {
    const random = new Random(seed);
    const entries = parameters.map((parameter): [string, Trained] => {
      const dims = parameter.dims.map((dim) => (typeof dim === "number" ? dim : tableRows));
      const size = dims.reduce((product, dim) => product * dim, 1);
      const { initial } = parameter;
      const draw = "normal" in initial ? () => random.normal() * initial.normal : () => initial.constant;
      const value = Float32Array.from({ length: size }, draw);
      if (parameter.id === table) value.fill(0, 0, dims[1]);
      return [parameter.id, { dims, value, first: new Float32Array(size), second: new Float32Array(size) }];
    });
    return new ParameterStore(new Map(entries), table);
  }

  /** The table's values, row-major, to start from something else than chance. */
  get tableValues(): Float32Array {
    return (this.trained.get(this.table) as Trained).value;
  }

  /** Current values by name, row-major, with their dims. */
  values(): { name: string; dims: readonly number[]; data: Float32Array }[] {
    return Array.from(this.trained, ([name, { dims, value }]) => ({ name, dims, data: value }));
  }

  /** The weights, and with `moments` the optimiser state, as graph inputs; of the table only `rows`. */
  feeds(rows: Int32Array, { moments }: { moments: boolean }): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const [name, parameter] of this.trained) {
      const pick = (data: Float32Array): Tensor => {
        if (name !== this.table) return new Tensor("float32", data, parameter.dims);
        const width = parameter.dims[1] as number;
        return new Tensor("float32", gatherRows(data, rows, width), [rows.length, width]);
      };
      feeds[name] = pick(parameter.value);
      if (!moments) continue;
      feeds[firstMoment(name)] = pick(parameter.first);
      feeds[secondMoment(name)] = pick(parameter.second);
    }
    return feeds;
  }

  /** Scalars of a step, such as its learning rate, as graph inputs. */
  scalars(values: Readonly<Record<string, number>>): Record<string, Tensor> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        new Tensor("float32", Float32Array.of(value), []),
      ]),
    );
  }

  /** Takes the updated weights and moments over from a training step's results. */
  absorb(results: Results, rows: Int32Array): void {
    for (const [name, parameter] of this.trained) {
      const fresh = {
        value: dataOf(results, updated(name)),
        first: dataOf(results, updated(firstMoment(name))),
        second: dataOf(results, updated(secondMoment(name))),
      };
      if (name !== this.table) {
        Object.assign(parameter, fresh);
        continue;
      }
      const width = parameter.dims[1] as number;
      scatterRows(parameter.value, fresh.value, rows, width);
      scatterRows(parameter.first, fresh.first, rows, width);
      scatterRows(parameter.second, fresh.second, rows, width);
    }
  }

  /**
   * Takes the mean of the weights that several runs ended with, and leaves their optimiser state behind.
   * @param runs what `arrays` gave of each
   * @throws RangeError without runs, or when they are those of another model
   */
  average(runs: readonly (readonly Float32Array[])[]): void {
    if (runs.length === 0) throw new RangeError("there is nothing to average");
    const mean = this.arrays().map((array) => new Float64Array(array.length));
    for (const arrays of runs) {
      if (arrays.length !== mean.length || arrays.some((array, i) => array.length !== mean[i]?.length))
        throw new RangeError("the runs are those of a model of another shape");
      for (const [i, array] of arrays.entries()) {
        if (i % ARRAYS_EACH > 0) continue;
        const sum = mean[i] as Float64Array;
        for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (array[k] as number) / runs.length;
      }
    }
    this.restore(mean.map((sum) => Float32Array.from(sum)));
  }

  /** Every array in a fixed order, for checkpoints: of each parameter its value and its two moments. */
  arrays(): Float32Array[] {
    return Array.from(this.trained.values(), ({ value, first, second }) => [value, first, second]).flat();
  }

  /** Puts back what `arrays` gave. @throws RangeError when the sizes are those of another model. */
  restore(arrays: readonly Float32Array[]): void {
    const mine = this.arrays();
    if (mine.length !== arrays.length || mine.some((array, i) => array.length !== arrays[i]?.length)) {
      throw new RangeError("the checkpoint belongs to a model of another shape");
    }
    for (const [i, array] of mine.entries()) array.set(arrays[i] as Float32Array);
  }
}

function dataOf(results: Results, name: string): Float32Array {
  const tensor = results[name];
  if (!tensor) throw new RangeError(`the training graph has no output ${name}`);
  return tensor.data as Float32Array;
}

function gatherRows(data: Float32Array, rows: Int32Array, width: number): Float32Array {
  const picked = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    picked.set(data.subarray(from, from + width), i * width);
  }
  return picked;
}

function scatterRows(data: Float32Array, picked: Float32Array, rows: Int32Array, width: number): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (row > 0) data.set(picked.subarray(i * width, (i + 1) * width), row * width);
  }
}
