/** Runs once in each server process, before the first request. */
export async function register(): Promise<void> {
  // Written this way round, the bundler leaves Node's modules out of other runtimes.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { notePeers } = await import("#lib/http/note-peers");
    notePeers();
    const { shedScoring } = await import("#lib/http/shed-scoring");
    shedScoring();
  }
}
