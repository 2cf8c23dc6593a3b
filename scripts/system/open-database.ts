import { dataFolder } from "./project.mjs";

/** Points DATABASE_URL at the embedded database where it names none, starting it if need be. Returns what undoes that. */
export async function openDatabase(): Promise<() => void> {
  if (process.env.DATABASE_URL) return () => {};
  const { startPostgres } = await import("../postgres/server.mjs");
  const server = await startPostgres(dataFolder());
  process.env.DATABASE_URL = server.url;
  return () => {
    if (server.started) server.stop();
  };
}
