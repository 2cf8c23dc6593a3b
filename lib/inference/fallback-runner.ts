import { FAILED_AT_WORK } from "#lib/domain/model-state";
import { reasonOf } from "#lib/onnx/execution-providers";
import type { Packed, Refusal, Runner } from "./thread-messages";

/** So many failures, with no answer between them, are no accident. */
export const FAILURES_IN_A_ROW = 3;

/** Opens a model on the first provider that takes it and is not among these. */
type Open = (leftOut: readonly Refusal[]) => Promise<Runner>;

/**
 * A model's runner, and another on the next provider once it fails. What fails is asked again there at once. Where that fails too it
 * is the input's fault, and goes on to whoever asked; where it succeeds it is the provider's, which is left after
 * `FAILURES_IN_A_ROW`. The other runner stays open, so that inputs that fail everywhere do not cost a load each.
 */
export class FallbackRunner implements Runner {
  readonly explainOne?: Runner["run"];
  private other: FallbackRunner | undefined;
  private failures = 0;

  private constructor(
    private runner: Runner,
    private readonly open: Open,
    private readonly leftOut: readonly Refusal[],
    private readonly moved: () => void,
  ) {
    const { explainOne } = runner;
    if (explainOne) this.explainOne = (packed) => this.ask((each) => (each.explainOne ?? explainOne)(packed));
  }

  /**
   * Opens the model on the first provider that takes it. `moved` hears when it has left one for the next.
   * @throws Error when no provider takes it
   */
  static async open(
    open: Open,
    leftOut: readonly Refusal[],
    moved: (runner: Pick<Runner, "provider" | "refused">) => void,
  ): Promise<FallbackRunner> {
    const runner: FallbackRunner = new FallbackRunner(await open(leftOut), open, leftOut, () =>
      moved(runner),
    );
    return runner;
  }

  get provider(): string {
    return this.runner.provider;
  }

  get refused(): Refusal[] {
    return this.runner.refused;
  }

  run(packed: unknown): Promise<Packed> {
    return this.ask((runner) => runner.run(packed));
  }

  private async ask(ofRunner: (runner: Runner) => Promise<Packed>): Promise<Packed> {
    try {
      const packed = await ofRunner(this.runner);
      this.failures = 0;
      return packed;
    } catch (error) {
      if (this.provider === "cpu" || this.runner === this.other) throw error;
      this.other ??= await this.openOther(reasonOf(error));
      const packed = await ofRunner(this.other);
      this.failures += 1;
      if (this.failures === FAILURES_IN_A_ROW) {
        this.runner = this.other;
        this.moved();
      }
      return packed;
    }
  }

  private openOther(why: string): Promise<FallbackRunner> {
    const refusal = { provider: this.provider, reason: `${FAILED_AT_WORK}: ${why}` };
    // What it has moved on to concerns nobody before it serves.
    const moved = () => this.runner === this.other && this.moved();
    return FallbackRunner.open(this.open, [...this.leftOut, refusal], moved);
  }
}
