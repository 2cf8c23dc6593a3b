import { hkdfSync } from "node:crypto";
import { z } from "zod";

const flag = z.enum(["0", "1", "true", "false"]).transform((value) => value === "1" || value === "true");
const port = z.coerce.number().int().min(1).max(65_535);

const envSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** Port of the web server. */
  PORT: port.default(3000),
  /** Address that people and webhooks reach this server under; default http://localhost:PORT. */
  PUBLIC_URL: z.url().optional(),
  /** Reverse proxies in front of this server whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DATABASE_URL: z.string({
    error: "DATABASE_URL is not set: start Sightline with npm start, which provides it.",
  }),
  /** Connections per process. */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** Set: BullMQ runs on Redis. Unset: BullMQ runs on Postgres. */
  REDIS_URL: z.string().optional(),
  SIGHTLINE_DATA_DIR: z.string().default(".data"),
  /** Signs sessions and derives appeal tokens; losing it ends sessions and breaks appeal links. */
  AUTH_SECRET: z.string().min(16).optional(),
  NEXTAUTH_SECRET: z.string().min(16).optional(),
  DEMO_PASSWORD: z.string().optional(),
  /** Set: media lie in this bucket of an S3-compatible store. Unset: below the data folder. */
  STORAGE_BUCKET: z.string().optional(),
  STORAGE_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  STORAGE_REGION: z.string().default("us-east-1"),
  STORAGE_KEY_ID: z.string().optional(),
  STORAGE_KEY_SECRET: z.string().optional(),
  MODELS_DIR: z.string().default("models"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Jobs that one worker process runs at a time, per queue. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(500).default(16),
  /** Inference threads per level of the cascade and worker process. */
  INFERENCE_THREADS: z.coerce.number().int().min(1).max(64).default(1),
  /** Execution providers that models may run on, to be tried in this order unless a model prefers another. */
  INFERENCE_PROVIDERS: z.string().default("cuda,webgpu,cpu"),
  /** Where the web process asks for scores; default: the workers that say in the database that they serve them. */
  SCORE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Address and port under which a worker serves scores; port 0 is any free one. */
  SCORE_HOST: z.string().default("127.0.0.1"),
  SCORE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** What the web process shows to the workers; default: derived from AUTH_SECRET. */
  SCORE_SECRET: z.string().min(16).optional(),
  /** Texts that one worker scores at a time, and texts that may wait before it refuses more. */
  SCORE_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(64),
  SCORE_QUEUE: z.coerce.number().int().min(0).max(10_000).default(64),
  /** Scoring requests that one web process has under way before it refuses more. */
  SCORE_REQUESTS: z.coerce.number().int().min(1).max(10_000).default(48),
  /** Longest that a scoring request is expected to wait when it is let in, milliseconds. */
  SCORE_WAIT_MS: z.coerce.number().int().min(50).max(60_000).default(2000),
  /** Hosts that are not on the public internet and may be called all the same: names, addresses, networks. */
  ALLOW_PRIVATE_HOSTS: z.string().default(""),
  /** Whether the sign-in page says how to sign in; set by the demo seed. */
  SIGHTLINE_DEMO: flag.default(false),
});

export type Env = z.infer<typeof envSchema>;

/** Every variable that is read. */
export const ENV_NAMES = Object.keys(envSchema.shape);

let parsed: Env | undefined;

/** The environment, parsed once. Throws an error that names every wrong variable. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Parses an environment; exported for tests. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  // An empty variable means "not set", as in a .env file or a compose file.
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = envSchema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n${lines.join("\n")}`);
}

/** The secret that signs sessions. Throws when neither variable is set. */
export function authSecret(): string {
  const secret = env().AUTH_SECRET ?? env().NEXTAUTH_SECRET;
  if (!secret) throw new Error("AUTH_SECRET is not set: npm start generates one into the data folder.");
  return secret;
}

let derivedScoreSecret: string | undefined;

/** The secret between the web process and the scoring service. */
export function scoreSecret(): string {
  const derive = () => Buffer.from(hkdfSync("sha256", authSecret(), "", "sightline scoring service", 32));
  if (env().SCORE_SECRET) return env().SCORE_SECRET as string;
  derivedScoreSecret ??= derive().toString("base64url");
  return derivedScoreSecret;
}

/** Base address for links in answers and letters, without a trailing slash. */
export function publicUrl(): string {
  return (env().PUBLIC_URL ?? `http://localhost:${env().PORT}`).replace(/\/$/, "");
}

/** Whether this is a production build; also where no environment is set up, as in programs that train. */
export function inProduction(): boolean {
  return process.env.NODE_ENV === "production";
}

/** Where this system looks for programs. */
export function programPath(): string {
  return process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
}
