/**
 * The address of the running Sightline that a bench works on (SIGHTLINE_URL). Ends the process with a sentence where none
 * answers there.
 */
export async function runningServer(): Promise<string> {
  const base = process.env.SIGHTLINE_URL ?? "http://127.0.0.1:3000";
  if (!URL.canParse(base)) end(`SIGHTLINE_URL is no address: ${base}`);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(new URL(base).hostname))
    end("This bench talks to this machine alone: SIGHTLINE_URL must name it.");
  const health = await fetch(`${base}/api/health`).catch(() => undefined);
  if (!health)
    end(
      `Nothing answers at ${base}. Run \`npm start\` first; SIGHTLINE_URL names another address of this machine.`,
    );
  if (!health.ok) end(`${base} is not ready (${health.status}): ${base}/api/health says why.`);
  return base;
}

function end(why: string): never {
  console.error(why);
  process.exit(1);
}
