import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";

/** Whether a program of this name is on the path. */
export function isOnPath(name, searchPath = process.env.PATH ?? "") {
  return searchPath.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The system's name in /etc/os-release: "debian", "ubuntu" or another; "" where there is none. */
export function systemName() {
  if (!existsSync("/etc/os-release")) return "";
  return /^ID="?([a-z]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
}

/** Whether packages can be installed here without asking: Debian or Ubuntu, as root. */
export const canInstall = () =>
  ["debian", "ubuntu"].includes(systemName()) && process.getuid?.() === 0 && isOnPath("apt-get");

/** Installs Debian packages, with newer package lists if the present ones do not know them. */
export async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // Without a network it fails in seconds; another apt that runs is waited for.
  const options = [
    "-o",
    "Acquire::Retries=0",
    "-o",
    "Acquire::http::Timeout=20",
    "-o",
    "DPkg::Lock::Timeout=120",
  ];
  const apt = (args) => run("apt-get", [...options, ...args], { env });
  const install = () => apt(["install", "-y", "--no-install-recommends", ...packages]);
  try {
    await install();
  } catch {
    await apt(["update"]);
    await install();
  }
}
