/** Runs once in each server process, before the first request. */
export async function register(): Promise<void> {
  // Written this way round, the bundler leaves Node's modules out of other runtimes.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { notePeers } = await import("#lib/http/note-peers");
    notePeers();
    const { frontScoring } = await import("#lib/http/scoring-front");
    const { HSTS, SECURITY_HEADERS } = await import("./security-headers.mjs");
    const [moderations, comments] = await Promise.all([
      import("./app/v1/moderations/route"),
      import("./app/v1alpha1/[method]/route"),
    ]);
    frontScoring({
      handlers: { "/v1/moderations": moderations.POST.reply, "/v1alpha1/": comments.POST.reply },
      headers: SECURITY_HEADERS,
      secureHeaders: HSTS,
    });
  }
}
