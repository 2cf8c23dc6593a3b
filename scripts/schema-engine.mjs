#!/usr/bin/env node
/**
 * Prisma's schema engine without its native binary: speaks the binary's protocol (a small command line and
 * line-delimited JSON-RPC on stdin and stdout) over Prisma's own WebAssembly build of the engine.
 * prisma.config.ts points Prisma at it where the native engine could not be downloaded.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { createDatabase, databaseName, onDatabase, PgAdapterFactory } from "./schema-engine/pg-adapter.mjs";

const require = createRequire(import.meta.url);
const SERVER_ERROR = 4466;

function parseArguments(args) {
  const options = { datamodels: [], url: undefined, words: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--datamodels") options.datamodels.push(args[++i]);
    else if (args[i] === "--datasource") options.url = JSON.parse(args[++i]).url;
    else if (args[i].startsWith("--") && args[i] !== "--version") i++;
    else options.words.push(args[i]);
  }
  return options;
}

/** Reports an error as Prisma's CLI reads it: it drops the first log line and wants this target. */
function logError(error_code, message) {
  const record = { timestamp: new Date().toISOString(), target: "schema_engine::logger" };
  const lines = [
    { ...record, level: "INFO", fields: { message: "Starting schema engine" } },
    { ...record, level: "ERROR", fields: { message, error_code } },
  ];
  for (const line of lines) process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** `cli can-connect-to-database` and `cli create-database`: the exit code is the answer. */
async function runCommand(command, url) {
  try {
    if (command === "can-connect-to-database") await onDatabase(url, (client) => client.query("SELECT 1"));
    else if (command === "create-database") await createDatabase(url);
    else throw new Error(`Unknown command ${command}`);
    return 0;
  } catch (error) {
    if (error.code === "3D000") logError("P1003", `Database \`${databaseName(url)}\` does not exist`);
    else logError(/^28/.test(error.code) ? "P1000" : "P1001", String(error.message || error.code));
    return 1;
  }
}

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => logError("P1012", message) };
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = require
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/schema_engine_bg\.js$/, "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/** Runs one request on an engine of its own: an instance forgets its shadow databases after the first. */
async function callEngine(SchemaEngine, { method, params = {} }, options) {
  const factory = new PgAdapterFactory(options.url ?? "postgresql://127.0.0.1:1/none");
  const datamodels = options.datamodels.map((path) => [path, readFileSync(path, "utf8")]);
  try {
    const engine = await SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels : undefined },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    // These two read the migrated schema that devDiagnostic leaves on the engine.
    if (method === "evaluateDataLoss" || method === "createMigration") {
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    }
    if (method === "getDatabaseVersion") return await engine.version(params);
    if (typeof engine[method] !== "function") throw new Error(`The schema engine has no method ${method}`);
    return await engine[method](params);
  } finally {
    await factory.close();
  }
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

function toRpcError(error) {
  const message = String(error?.message ?? error);
  const data = { is_panic: false, message, error_code: error?.code ?? null, meta: error?.meta ?? null };
  return { code: SERVER_ERROR, message, data };
}

async function answer(request, options, engine) {
  try {
    const result =
      request.method === "createDatabase"
        ? await createDatabase(options.url)
        : await callEngine(await engine(), request, options);
    // The native engine prints a diff through the client before it answers.
    if (request.method === "diff" && result?.stdout != null) {
      send({ id: -request.id, method: "print", params: { content: result.stdout } });
    }
    send({ id: request.id, result: result ?? {} });
  } catch (error) {
    send({ id: request.id, error: toRpcError(error) });
  }
}

async function serve(options) {
  let loading;
  const engine = () => {
    loading ??= loadEngine();
    return loading;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const request = JSON.parse(line);
    if (request.method) await answer(request, options, engine);
  }
}

if (process.argv[2] === "--version") {
  const { prisma } = require("@prisma/engines-version/package.json");
  process.stdout.write(`schema-engine-cli ${prisma.enginesVersion}\n`);
} else {
  const options = parseArguments(process.argv.slice(2));
  if (options.words[0] === "cli") process.exitCode = await runCommand(options.words[1], options.url);
  else await serve(options);
}
