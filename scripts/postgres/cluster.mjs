import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readJson, writePrivateJson } from "../system/json-file.mjs";
import { findFreePort } from "../system/ports.mjs";
import { findBinaries } from "./binaries.mjs";
import { canEnter, serverUser } from "./server-user.mjs";

/**
 * One embedded database cluster. Its record lives in the data folder as postgres.json (mode 0600); its files lie
 * beside the record, or, where the server's user cannot enter the data folder, in a place that user can.
 * @typedef {{ folder: string, port: number, password: string }} ClusterRecord
 * @typedef {ClusterRecord & {
 *   recordFile: string, binaries: import("./binaries.mjs").Binaries, user: { uid: number, gid: number } | undefined,
 * }} Cluster
 */

export const DATABASE = "sightline";
const SUPERUSER = "sightline";
const SHARED_HOME = "/var/lib/sightline";

/** For a small machine; durable. `-c` style names and values of postgresql.conf. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 200,
  shared_buffers: "128MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  log_filename: "postgres-%a.log",
  log_rotation_age: "1d",
  log_truncate_on_rotation: "on",
};

/** Settings for data that nobody will miss after a power cut. */
export const DISPOSABLE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Runs one of the Postgres programs as the cluster's user; throws with its output when it fails. */
export function runProgram(program, args, { user, folder }) {
  try {
    return execFileSync(program, args, {
      ...(user && { uid: user.uid, gid: user.gid }),
      cwd: folder,
      env: { PATH: process.env.PATH, LANG: "C", LC_ALL: "C" },
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    });
  } catch (error) {
    throw new Error(
      `${path.basename(program)}: ${error.stderr?.trim() || error.stdout?.trim() || error.message}`,
    );
  }
}

/** Makes an empty folder that only the server's user can read, in `dataFolder` or else where that user can go. */
function makeFolder(dataFolder, user) {
  const beside = path.join(dataFolder, "postgres");
  if (canEnter(user, dataFolder)) {
    // Files without a record cannot be opened (the password was in it), but they are not ours to delete.
    if (existsSync(beside)) renameSync(beside, `${beside}.${Date.now()}.old`);
    mkdirSync(beside, { mode: 0o700 });
    if (user) chownSync(beside, user.uid, user.gid);
    return beside;
  }
  mkdirSync(SHARED_HOME, { recursive: true });
  chmodSync(SHARED_HOME, 0o755);
  const home = canEnter(user, SHARED_HOME) ? SHARED_HOME : tmpdir();
  const folder = mkdtempSync(path.join(home, "data-"));
  chownSync(folder, user.uid, user.gid);
  return folder;
}

function initialise(cluster) {
  const { binaries, folder, password, user } = cluster;
  const passwordFile = path.join(folder, "..", `.pw-${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const access = [`--username=${SUPERUSER}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    runProgram(binaries.initdb, ["-D", folder, ...locale, ...access, "--no-sync"], cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  appendFileSync(path.join(folder, "postgresql.conf"), "\ninclude_if_exists 'sightline.conf'\n");
}

const quote = (value) => `'${String(value).replaceAll("'", "''")}'`;

/** Writes the port and the settings where the server reads them at its next start. */
export function configure(cluster, settings) {
  const all = { ...SETTINGS, ...settings, port: cluster.port };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${quote(value)}`);
  const file = path.join(cluster.folder, "sightline.conf");
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  if (cluster.user) chownSync(file, cluster.user.uid, cluster.user.gid);
}

function refuseOtherVersion(cluster) {
  const made = readFileSync(path.join(cluster.folder, "PG_VERSION"), "utf8").trim();
  const have = cluster.binaries.version.split(".")[0];
  if (made === have) return;
  throw new Error(
    `The database in ${cluster.folder} was made by Postgres ${made}, this is Postgres ${have}. ` +
      "Start the older version of Sightline, or serve the data with a Postgres of yours and set DATABASE_URL.",
  );
}

/** The cluster of a data folder, or undefined when it has none yet. @returns {Cluster | undefined} */
export function findCluster(dataFolder) {
  const recordFile = path.join(dataFolder, "postgres.json");
  const record = readJson(recordFile);
  if (!record) return undefined;
  const folder = path.resolve(dataFolder, record.folder);
  if (!existsSync(path.join(folder, "PG_VERSION"))) return undefined;
  const { uid, gid } = statSync(folder);
  const user = process.getuid?.() === 0 ? { uid, gid } : undefined;
  const cluster = { ...record, folder, recordFile, user, binaries: findBinaries(user, SHARED_HOME) };
  refuseOtherVersion(cluster);
  return cluster;
}

/** Makes the cluster of a data folder: about a second. @returns {Promise<Cluster>} */
export async function createCluster(dataFolder) {
  const user = serverUser();
  const recordFile = path.join(dataFolder, "postgres.json");
  const cluster = {
    folder: makeFolder(dataFolder, user),
    port: await findFreePort(),
    password: randomBytes(24).toString("base64url"),
    recordFile,
    user,
    binaries: findBinaries(user, SHARED_HOME),
  };
  initialise(cluster);
  saveRecord(cluster);
  return cluster;
}

/** Remembers where the cluster is and how to reach it; inside the data folder relative, so that it can be moved. */
export function saveRecord({ recordFile, folder, port, password }) {
  const relative = path.relative(path.dirname(recordFile), folder);
  writePrivateJson(recordFile, { folder: relative.startsWith("..") ? folder : relative, port, password });
}

/** The connection string of one of the cluster's databases. */
export function connectionString({ port, password }, database = DATABASE) {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}
