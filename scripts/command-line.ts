import { type ParseArgsConfig, parseArgs } from "node:util";
import { Failure } from "../lib/domain/failure";

/** The command line's flags and names. @throws Failure `invalid_input` with one sentence where a flag is not known or lacks its value */
export function commandLine<const Options extends NonNullable<ParseArgsConfig["options"]>>(options: Options) {
  try {
    return parseArgs({ options, allowPositionals: true as const });
  } catch (error) {
    const [said] = (error as Error).message.split("\n");
    throw new Failure("invalid_input", `${said?.split(". To specify")[0]}`);
  }
}

/** What a promise gives. Where it ends in a Failure, its sentence is said and the program ends with 1; other errors go on. */
export async function orEnd<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
