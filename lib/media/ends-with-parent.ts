import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/setpriv", "/bin/setpriv"];
let prefix: readonly string[] | undefined;

/**
 * What to put before a command line, so that the kernel ends the program with the process that started it, even where that
 * is killed outright and the program hangs: `setpriv`, which Debian and its kin always have, on other systems nothing. The
 * program must check first that its parent is still there (PARENT_LIVES), or a death just before would be missed.
 */
export function endsWithParent(): readonly string[] {
  if (prefix) return prefix;
  const found = process.platform === "linux" ? PLACES.find((place) => existsSync(place)) : undefined;
  const options = ["--pdeathsig", "KILL"];
  // That of busybox knows no such option.
  const works = found && spawnSync(found, [...options, "/bin/true"], { stdio: "ignore" }).status === 0;
  prefix = works ? [found, ...options] : [];
  return prefix;
}

/** For a shell that becomes the program: its first argument is the id of the process that started it. */
export const PARENT_LIVES = '[ "$PPID" = "$1" ] || exit 1; shift; ';
