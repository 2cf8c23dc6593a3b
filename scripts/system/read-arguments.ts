import { type ParseArgsConfig, parseArgs } from "node:util";

/** As parseArgs of node:util; what it does not know ends the process with a sentence and how the command is used. */
export function readArguments<T extends ParseArgsConfig>(usage: string, config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    console.error(`${message}\n\n${usage}`);
    process.exit(1);
  }
}
