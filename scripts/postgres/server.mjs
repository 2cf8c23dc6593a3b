import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort, isPortFree } from "../system/ports.mjs";
import { commandLine, isAlive } from "../system/processes.mjs";
import {
  configure,
  connectionString,
  createCluster,
  DATABASE,
  findCluster,
  runProgram,
  saveRecord,
} from "./cluster.mjs";

/**
 * A running embedded Postgres.
 * @typedef {{
 *   url: string, started: boolean, folder: string, port: number,
 *   isAlive: () => boolean, restart: () => Promise<void>, stop: () => void, empty: () => Promise<void>,
 * }} PostgresServer empty: drops everything in the database
 */

const START_ATTEMPTS = 8;
const RETRY_MS = 700;
const START_SECONDS = 60;
const STOP_SECONDS = 6;

const pidFile = ({ folder }) => path.join(folder, "postmaster.pid");

function recordedPid(cluster) {
  try {
    return Number(readFileSync(pidFile(cluster), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

/** Whether `pid` is alive but, after a crash of the machine, now belongs to another program. */
function isForeign(pid, { folder }) {
  const command = commandLine(pid);
  return command !== "" && !command.includes(folder);
}

/** Whether the cluster's server runs. */
function isRunning(cluster) {
  const pid = recordedPid(cluster);
  return pid !== undefined && isAlive(pid) && !isForeign(pid, cluster);
}

async function query(url, text) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function createDatabase(cluster) {
  const maintenance = connectionString(cluster, "postgres");
  const found = await query(maintenance, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (found.length === 0) await query(maintenance, `CREATE DATABASE ${DATABASE}`);
}

async function launch(cluster, settings) {
  if (!(await isPortFree(cluster.port, "127.0.0.1"))) cluster.port = await findFreePort();
  saveRecord(cluster);
  configure(cluster, settings);
  // Postgres clears the mark of a dead server by itself, but takes a foreign process for a live one.
  const pid = recordedPid(cluster);
  if (pid !== undefined && isAlive(pid)) rmSync(pidFile(cluster));
  const log = path.join(cluster.folder, "startup.log");
  const args = ["-D", cluster.folder, "-w", "-t", String(START_SECONDS), "-l", log, "start"];
  try {
    runProgram(cluster.binaries.pgCtl, args, cluster);
  } catch (error) {
    const reason = readFileSync(log, "utf8").trim().split("\n").slice(-3).join(" ");
    throw new Error(`Postgres does not start: ${reason || error.message}`);
  }
}

/** Starts the cluster's server unless it runs; right after a killed server the first attempts can fail. */
async function ensureRunning(cluster, settings) {
  let started = false;
  for (let attempt = 1; ; attempt++) {
    try {
      if (!isRunning(cluster)) {
        await launch(cluster, settings);
        started = true;
      }
      await createDatabase(cluster);
      return started;
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw error;
      await sleep(RETRY_MS);
    }
  }
}

function stopServer(cluster) {
  const stop = (mode) =>
    runProgram(
      cluster.binaries.pgCtl,
      ["-D", cluster.folder, "-w", "-t", String(STOP_SECONDS), "-m", mode, "stop"],
      cluster,
    );
  if (!isRunning(cluster)) return;
  try {
    stop("fast");
  } catch {
    if (isRunning(cluster)) stop("immediate");
  }
}

async function emptyDatabase(cluster) {
  await query(connectionString(cluster, "postgres"), `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await createDatabase(cluster);
}

/** Stops the embedded Postgres of a data folder, if there is one and it runs. */
export function stopPostgres(dataFolder) {
  const cluster = findCluster(dataFolder);
  if (cluster) stopServer(cluster);
}

/**
 * Starts the embedded Postgres of a data folder, or finds it running: after a killed parent it lives on. Makes the
 * cluster (about a second) and the database where they are missing.
 * @param {string} dataFolder absolute path
 * @param {Record<string, string | number>} [settings] of postgresql.conf, in force when this call starts the server
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgres(dataFolder, settings = {}) {
  const cluster = findCluster(dataFolder) ?? (await createCluster(dataFolder));
  const started = await ensureRunning(cluster, settings);
  return {
    url: connectionString(cluster),
    started,
    folder: cluster.folder,
    port: cluster.port,
    isAlive: () => isRunning(cluster),
    restart: async () => {
      await ensureRunning(cluster, settings);
    },
    stop: () => stopServer(cluster),
    empty: () => emptyDatabase(cluster),
  };
}
