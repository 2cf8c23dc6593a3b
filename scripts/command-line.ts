import { type ParseArgsConfig, parseArgs } from "node:util";
import { Failure } from "../lib/domain/failure";

/** Where models lie unless a flag says otherwise: where the running system has them. */
export const MODELS_FOLDER = process.env.MODELS_DIR || "models";

/**
 * The command line's flags, and at most so many names; `--help` prints how the command is used and ends the program.
 * @throws Failure `invalid_input` with one sentence where a flag is not known or lacks its value, or where a name is too many
 */
export function commandLine<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  usage: string,
  options: Options,
  most = 0,
) {
  if (process.argv.includes("--help")) {
    console.log(usage);
    process.exit();
  }
  const parsed = parse(options);
  const left = parsed.positionals[most];
  if (left !== undefined) throw new Failure("invalid_input", `${left} is one name too many. See --help`);
  return parsed;
}

function parse<const Options extends NonNullable<ParseArgsConfig["options"]>>(options: Options) {
  try {
    return parseArgs({ options, allowPositionals: true as const });
  } catch (error) {
    const [said] = (error as Error).message.split("\n");
    const sentence = `${said?.split(". To specify")[0]}`.replace(/\.$/u, "");
    throw new Failure("invalid_input", `${sentence}. See --help`);
  }
}

/** The number that a flag was given. @throws Failure `invalid_input` where it is no whole number from `least` to `most` */
export function wholeNumber(flag: string, value: string, least = 1, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value);
  if (value.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
  const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of ${least} or more`;
  throw new Failure("invalid_input", `--${flag} takes a whole number ${range}, not ${value || "nothing"}`);
}

/** The number that a flag was given. @throws Failure `invalid_input` where it is none, or below 0 */
export function decimal(flag: string, value: string): number {
  const number = Number(value);
  if (value.trim() !== "" && Number.isFinite(number) && number >= 0) return number;
  throw new Failure("invalid_input", `--${flag} takes a number of 0 or more, not ${value || "nothing"}`);
}

/** Prints a message with the time of day (UTC). */
export const say = (message: string): void =>
  console.log(`${new Date().toISOString().slice(11, 19)} ${message}`);

/** From here on a Failure that nobody catches is said in its sentence, after the command's name; either it or another error ends the program with 1. */
export function sayFailures(command: string): void {
  process.on("uncaughtException", (error) => {
    console.error(error instanceof Failure ? `${command}: ${error.message}` : error);
    process.exit(1);
  });
}
