import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Postgres refuses to run as root, so under root its programs run as another user of the machine.
 * @typedef {{ name: string, uid: number, gid: number }} ServerUser
 */

const OWN_USER = "sightline";

/** @returns {ServerUser | undefined} the machine's user of that name */
function findUser(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(":");
  return { name, uid: Number(uid), gid: Number(gid) };
}

function createUser(name) {
  const attempts = [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
    ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", name],
  ];
  for (const [command, ...args] of attempts) {
    if (spawnSync(command, args, { stdio: "ignore" }).status === 0) return findUser(name);
  }
  return undefined;
}

/**
 * The user Postgres runs as: undefined (ourselves) unless we are root. An existing `sightline` or `postgres`
 * user serves; otherwise `sightline` is created, and where that is not possible `nobody` serves.
 * @returns {ServerUser | undefined}
 */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const user = findUser(OWN_USER) ?? findUser("postgres") ?? createUser(OWN_USER) ?? findUser("nobody");
  if (!user)
    throw new Error("Postgres cannot run as root and this machine has no other user. Set DATABASE_URL.");
  return user;
}

/** Whether `user` can enter the folder `path`: a project below /root is closed to everybody else. */
export function canEnter(user, path) {
  if (!user) return true;
  const { uid, gid } = user;
  return (
    spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", path], { uid, gid, cwd: "/", stdio: "ignore" }).status === 0
  );
}
