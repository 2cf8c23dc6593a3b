import { createWriteStream, existsSync, renameSync, statSync } from "node:fs";

const MAX_BYTES = 20 * 1024 * 1024;
const REMEMBERED_LINES = 15;

/** A log that keeps itself small: at 20 MB it becomes `<file>.1`, replacing the one before. */
export class LogFile {
  #stream;
  #bytes;
  #last = [];

  constructor(file) {
    this.file = file;
    this.#open();
  }

  #open() {
    this.#bytes = existsSync(this.file) ? statSync(this.file).size : 0;
    this.#stream = createWriteStream(this.file, { flags: "a", mode: 0o600 });
  }

  write(line) {
    this.#last = [...this.#last.slice(1 - REMEMBERED_LINES), line];
    this.#bytes += Buffer.byteLength(line) + 1;
    this.#stream.write(`${line}\n`);
    if (this.#bytes <= MAX_BYTES) return;
    this.#stream.end();
    renameSync(this.file, `${this.file}.1`);
    this.#open();
  }

  /** The last lines written. */
  tail() {
    return this.#last;
  }
}
