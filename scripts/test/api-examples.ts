import type { Example, Operation } from "#lib/domain/api/operation";
import type { Caller } from "./http";

/** What the documented examples speak of, made before each of them. */
export class ExampleWorld {
  private made = 0;

  constructor(private readonly caller: Caller) {}

  private newName = (what: string) => `${what}-${Date.now().toString(36)}-${++this.made}`;

  private async ok<T>(path: string, sent: Parameters<Caller["send"]>[1]): Promise<T> {
    const { status, body } = await this.caller.send<T>(path, sent);
    if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  private async item(contentId = this.newName("post"), userId?: string): Promise<string> {
    const text = "See you at the harbour at eight.";
    const body = {
      content_id: contentId,
      text,
      metadata: userId ? { user_id: userId } : {},
      wait_ms: 10_000,
    };
    return (await this.ok<{ id: string }>("/api/v1/moderate", { body })).id;
  }

  private async listEntry(): Promise<string> {
    const entries = [{ kind: "keyword", value: this.newName("offer") }];
    const body = { entries, category: "spam", action: "flag" };
    const added = await this.ok<{ entries: { id: string }[] }>("/api/v1/lists", { body });
    return added.entries[0]?.id ?? "";
  }

  private async batch(count: number): Promise<string> {
    const contents = Array.from({ length: count }, () => ({
      content_id: this.newName("old"),
      text: "Hello.",
    }));
    return (await this.ok<{ id: string }>("/api/v1/moderate/batch", { body: { contents } })).id;
  }

  private async appealToken(): Promise<string> {
    const id = await this.item();
    const body = { decision: "BLOCK", categories: ["spam"], note: "An advertisement." };
    const headers = { "idempotency-key": this.newName("key") };
    const item = await this.ok<{ appeal_url: string }>(`/api/v1/items/${id}/override`, { body, headers });
    return item.appeal_url.split("/").at(-1) ?? "";
  }

  /** What a name in an example stands for. */
  private makers: Record<string, () => Promise<string>> = {
    item: () => this.item(),
    batch: () => this.batch(2),
    "running-batch": () => this.batch(200),
    "list-entry": () => this.listEntry(),
    appeal: () => this.appealToken(),
    author: async () => {
      const userId = this.newName("user");
      await this.item(undefined, userId);
      return userId;
    },
  };

  /** The request of an example: its path with what it speaks of made, its headers, its body. */
  async requestOf({ path, method }: Pick<Operation, "path" | "method">, example: Example) {
    const params: Record<string, string> = {};
    for (const [name, what] of Object.entries(example.params ?? {}))
      params[name] = (await this.makers[what]?.()) ?? what;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
    const query = new URLSearchParams(example.query).toString();
    const headers: Record<string, string> = { ...example.headers };
    if (headers["If-Match"]) {
      const { headers: read } = await this.caller.send(filled);
      headers["If-Match"] = read.get("etag") ?? "";
    }
    if (headers["Idempotency-Key"]) headers["Idempotency-Key"] = this.newName("key");
    return { path: filled + (query && `?${query}`), method, headers, body: await this.bodyOf(example.body) };
  }

  /** Ids in a body are new each time: examples are run again on a server that has seen them. */
  private async bodyOf(body: unknown): Promise<unknown> {
    if (typeof body !== "object" || body === null || !("content_id" in body)) return body;
    const contentId = this.newName("example");
    if (body.content_id === "reported-post") await this.item(contentId);
    return { ...body, content_id: contentId };
  }
}
