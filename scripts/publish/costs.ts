const TIMED_TEXTS = 960;
const BATCH = 32;

/** What scores texts. */
interface Network {
  logits(texts: readonly string[]): Promise<unknown>;
}

/** Processor time of networks per text, microseconds, in batches of 32: the best of some rounds, in turns. */
export async function costsOf<Name extends string>(
  networks: Readonly<Record<Name, Network>>,
  texts: readonly string[],
): Promise<Record<Name, number>> {
  const timed = texts.filter((_, at) => at % Math.ceil(texts.length / TIMED_TEXTS) === 0);
  const best = new Map<string, number>();
  for (let round = 0; round < 3; round++)
    for (const [name, network] of Object.entries<Network>(networks)) {
      const before = process.cpuUsage();
      for (let at = 0; at < timed.length; at += BATCH) await network.logits(timed.slice(at, at + BATCH));
      const { user, system } = process.cpuUsage(before);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, (user + system) / timed.length));
    }
  return Object.fromEntries(best) as Record<Name, number>;
}
