import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Failure } from "#lib/domain/failure";

/** Writes rows in order, one JSON object a line, whatever the order in which they come. */
export class ScoresFile {
  private readonly waiting = new Map<number, string>();
  private next = 0;
  private open = true;

  private constructor(
    private readonly target: string,
    private readonly place: string,
    private readonly descriptor: number,
  ) {}

  /**
   * Begins `FILE.partial`, which becomes the file when all rows are there: a half-written file never looks like a whole one.
   * What is no ordinary file, such as /dev/stdout, is written straight.
   * @throws Failure `invalid_input` where it cannot be written, or where it or `FILE.partial` is `data`, the labelled file
   * whose rows are judged, by whatever path or link
   */
  static open(target: string, data: string): ScoresFile {
    const stats = statSync(target, { throwIfNoEntry: false });
    const place = stats && !stats.isFile() ? target : `${target}.partial`;
    for (const written of [target, place])
      if (isSameFile(written, data))
        throw new Failure(
          "invalid_input",
          `writing the scores to ${target} would overwrite the labelled rows of ${data}: name another file with --out. Nothing was written`,
        );
    return new ScoresFile(
      target,
      place,
      writing(target, () => openSync(place, "w")),
    );
  }

  /** Takes row `at` (from 0). @throws Failure `invalid_input` where the file cannot be written */
  add(at: number, row: object): void {
    this.waiting.set(at, `${JSON.stringify(row)}\n`);
    let ready = "";
    for (let line = this.waiting.get(this.next); line !== undefined; line = this.waiting.get(this.next)) {
      ready += line;
      this.waiting.delete(this.next);
      this.next += 1;
    }
    if (ready !== "") writing(this.target, () => writeFileSync(this.descriptor, ready));
  }

  /** Closes the file and gives the name that it has now; nothing where it is closed or was left without a row. */
  close(complete: boolean): string | undefined {
    if (!this.open) return undefined;
    this.open = false;
    closeSync(this.descriptor);
    if (this.place === this.target) return this.target;
    if (complete) writing(this.target, () => renameSync(this.place, this.target));
    else if (this.next === 0) rmSync(this.place, { force: true });
    return complete ? this.target : this.next > 0 ? this.place : undefined;
  }
}

/** Whether two paths lead to one ordinary file, also through links; a terminal may well be read and written. */
function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }));
  return one?.isFile() === true && one.ino === other?.ino && one.dev === other.dev;
}

function writing<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Failure("invalid_input", `${file} cannot be written: ${(error as Error).message}`);
  }
}
