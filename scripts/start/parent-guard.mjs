/**
 * Loaded into every process that a start supervises. The supervisor holds the other end of the channel: when it is
 * gone, even killed outright, this process stops instead of staying behind.
 */
const DEADLINE_MS = 8_000;

if (process.channel) {
  process.channel.unref();
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
