import { ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";

/**
 * A Postgres driver adapter for Prisma's schema engine. The engine reads the system catalogue, whose column
 * types (`"char"`, `name[]`, `"char"[]`) @prisma/adapter-pg does not know, and sends whole migration files,
 * which that adapter would split at every semicolon, inside function bodies too.
 */

const TEXT_ARRAY = 1009;

/** Postgres type OID -> Prisma column type; whatever is not listed travels as text. */
const COLUMN_TYPES = new Map([
  [16, ColumnTypeEnum.Boolean],
  [17, ColumnTypeEnum.Bytes],
  [18, ColumnTypeEnum.Character],
  [20, ColumnTypeEnum.Int64],
  [21, ColumnTypeEnum.Int32],
  [23, ColumnTypeEnum.Int32],
  [26, ColumnTypeEnum.Int64],
  [114, ColumnTypeEnum.Json],
  [700, ColumnTypeEnum.Float],
  [701, ColumnTypeEnum.Double],
  [1000, ColumnTypeEnum.BooleanArray],
  [1002, ColumnTypeEnum.TextArray],
  [1003, ColumnTypeEnum.TextArray],
  [1005, ColumnTypeEnum.Int32Array],
  [1007, ColumnTypeEnum.Int32Array],
  [1009, ColumnTypeEnum.TextArray],
  [1015, ColumnTypeEnum.TextArray],
  [1016, ColumnTypeEnum.Int64Array],
  [1028, ColumnTypeEnum.Int64Array],
  [1114, ColumnTypeEnum.DateTime],
  [1184, ColumnTypeEnum.DateTime],
  [1700, ColumnTypeEnum.Numeric],
  [2950, ColumnTypeEnum.Uuid],
  [3802, ColumnTypeEnum.Json],
]);

const keepText = (value) => value;
const toIsoInstant = (value) => `${value.replace(" ", "T").replace(/[+-]\d{2}(:\d{2})?$/, "")}+00:00`;

const PARSERS = new Map([
  [114, keepText],
  [1002, pg.types.getTypeParser(TEXT_ARRAY)],
  [1003, pg.types.getTypeParser(TEXT_ARRAY)],
  [1114, toIsoInstant],
  [1184, toIsoInstant],
  [1700, keepText],
  [3802, keepText],
]);

const typeParsers = {
  getTypeParser: (oid, format) => PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format),
};

/** Postgres SQLSTATE -> the error kind the engine acts upon, with the field that names the object. */
const ERROR_KINDS = {
  28000: ["DatabaseAccessDenied", "db"],
  "28P01": ["AuthenticationFailed", "user"],
  "3D000": ["DatabaseDoesNotExist", "db"],
  42703: ["ColumnNotFound", "column"],
  "42P01": ["TableDoesNotExist", "table"],
  "42P04": ["DatabaseAlreadyExists", "db"],
};

function toAdapterError(error) {
  if (["ECONNREFUSED", "ENOTFOUND"].includes(error.code)) {
    return new DriverAdapterError({ kind: "DatabaseNotReachable", host: error.address, port: error.port });
  }
  if (typeof error.severity !== "string") return error;
  const original = { originalCode: error.code, originalMessage: error.message };
  const known = ERROR_KINDS[error.code];
  if (known) {
    const [kind, field] = known;
    return new DriverAdapterError({ ...original, kind, [field]: /"([^"]*)"/.exec(error.message)?.[1] });
  }
  const { code, severity, message, detail, column, hint } = error;
  return new DriverAdapterError({
    ...original,
    kind: "postgres",
    code,
    severity,
    message,
    detail,
    column,
    hint,
  });
}

const toParameter = (value) => (ArrayBuffer.isView(value) ? Buffer.from(value.buffer) : value);

/** One connection, seen as the engine wants to see a database (or a transaction on it). */
class Connection {
  provider = "postgres";
  adapterName = "@prisma/adapter-pg";

  constructor(client, schemaName, dispose) {
    this.client = client;
    this.schemaName = schemaName;
    this.dispose = dispose;
    this.options = { usePhantomQuery: false };
  }

  async #run(query) {
    try {
      return await this.client.query(query);
    } catch (error) {
      throw toAdapterError(error);
    }
  }

  async queryRaw({ sql, args }) {
    const values = args.map(toParameter);
    const { fields, rows } = await this.#run({ text: sql, values, rowMode: "array", types: typeParsers });
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => COLUMN_TYPES.get(field.dataTypeID) ?? ColumnTypeEnum.Text),
      rows,
    };
  }

  async executeRaw({ sql, args }) {
    const result = await this.#run({ text: sql, values: args.map(toParameter) });
    return result.rowCount ?? 0;
  }

  async executeScript(script) {
    await this.#run(script);
  }

  async startTransaction(isolationLevel) {
    await this.#run(isolationLevel ? `BEGIN ISOLATION LEVEL ${isolationLevel}` : "BEGIN");
    return this;
  }

  async commit() {}

  async rollback() {}

  getConnectionInfo() {
    return { schemaName: this.schemaName, supportsRelationJoins: true };
  }
}

/** The engine's way to the database at `url` and to short-lived shadow databases beside it. */
export class PgAdapterFactory {
  provider = "postgres";
  adapterName = "@prisma/adapter-pg";

  constructor(url) {
    this.url = url;
    this.open = new Set();
  }

  async #connect(connectionString, afterEnd = async () => {}) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
    } catch (error) {
      throw toAdapterError(error);
    }
    const dispose = async () => {
      if (!this.open.delete(dispose)) return;
      await client.end();
      await afterEnd();
    };
    this.open.add(dispose);
    return new Connection(client, schemaOf(this.url), dispose);
  }

  connect() {
    return this.#connect(plainUrl(this.url));
  }

  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    await onMaintenanceDatabase(this.url, (client) => client.query(`CREATE DATABASE "${name}"`));
    return this.#connect(withDatabase(this.url, name), () =>
      onMaintenanceDatabase(this.url, (client) =>
        client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      ),
    );
  }

  /** Closes whatever the engine left open: this also gives back its advisory lock. */
  async close() {
    for (const dispose of [...this.open]) await dispose();
  }
}

const schemaOf = (url) => new URL(url).searchParams.get("schema") ?? undefined;

function plainUrl(url) {
  const plain = new URL(url);
  plain.searchParams.delete("schema");
  return plain.toString();
}

function withDatabase(url, name) {
  const other = new URL(plainUrl(url));
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.toString();
}

/** The name of the database `url` points at. */
export const databaseName = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";

/** Runs `use` on a connection of its own to `url`; `schema` in the URL is Prisma's and is left out. */
export async function onDatabase(url, use) {
  const client = new pg.Client({ connectionString: plainUrl(url) });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const onMaintenanceDatabase = (url, use) => onDatabase(withDatabase(url, "postgres"), use);

/** Creates the database `url` points at. */
export async function createDatabase(url) {
  const name = databaseName(url);
  await onMaintenanceDatabase(url, (client) =>
    client.query(`CREATE DATABASE "${name.replaceAll('"', '""')}"`),
  );
  return { databaseName: name };
}
