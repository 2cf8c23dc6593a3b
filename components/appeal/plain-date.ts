const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

/** "7 March 2026". These pages are made on the server, which does not know the reader's zone: they say UTC. */
export function plainDay(at: string): string {
  return DAY.format(new Date(at));
}

/** "7 March 2026 at 14:05 UTC". */
export function plainMoment(at: string): string {
  return `${plainDay(at)} at ${TIME.format(new Date(at))} UTC`;
}
