/**
 * Loaded into every process that a start supervises. The supervisor holds the other end of the channel: when it is
 * gone, even killed outright, this process stops instead of staying behind.
 */
const DEADLINE_MS = 8_000;

// What the process forks in its turn inherits this file, with a channel that is none of ours.
if (process.channel && process.env.SIGHTLINE_SUPERVISOR === String(process.ppid)) {
  process.channel.unref();
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
