import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

const MAX_BYTES = 20 * 1024 * 1024;

/**
 * A log that keeps itself small: at 20 MB it becomes `<file>.1`, replacing the one before. Lines that the disk does not take are
 * lost, which is said once: a full disk must not end the program that keeps the others running.
 */
export class LogFile {
  #open;
  #bytes = 0;
  #refused = false;

  constructor(file) {
    this.file = file;
  }

  write(line) {
    try {
      this.#append(`${line}\n`);
      this.#refused = false;
    } catch (error) {
      if (!this.#refused)
        console.log(
          `  ! ${this.file} cannot be written (${error.code}): what it would say is lost until it can.`,
        );
      this.#refused = true;
    }
  }

  #append(text) {
    if (this.#open === undefined) {
      this.#open = openSync(this.file, "a", 0o600);
      this.#bytes = fstatSync(this.#open).size;
    }
    this.#bytes += writeSync(this.#open, text);
    if (this.#bytes <= MAX_BYTES) return;
    closeSync(this.#open);
    this.#open = undefined;
    renameSync(this.file, `${this.file}.1`);
  }
}
