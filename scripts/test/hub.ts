import { readFileSync } from "node:fs";
import { createServer } from "node:http";

/**
 * A hub of models that serves these files (name in a repository to local path, `owner/name` whatever it is) and nothing else,
 * for as long as `use` runs with its address.
 */
export async function withHub<T>(
  files: Readonly<Record<string, string>>,
  use: (hub: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? "", "http://x").pathname.split("/resolve/main/")[1] ?? ""];
    if (file) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  } finally {
    server.close();
  }
}
