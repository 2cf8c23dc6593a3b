import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ApiError, request } from "./fetch";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response(JSON.stringify(body), { status, headers })),
  );

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("should have failed"),
    (error: ApiError) => error,
  ) as Promise<ApiError>;

afterEach(() => vi.unstubAllGlobals());

describe("request", () => {
  it("parses a success by its schema", async () => {
    answer(200, { id: "a", extra: 1 });
    expect(await request("/x", { schema: z.object({ id: z.string() }) })).toEqual({ id: "a" });
  });

  it("turns a problem into an error with its detail, fields and waiting time", async () => {
    const errors = [{ pointer: "/note", message: "Too long." }];
    answer(422, { title: "Invalid", detail: "Look at the note.", errors }, { "retry-after": "7" });
    const error = await failure(request("/x", { method: "POST", body: {} }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, message: "Look at the note.", retryAfterSeconds: 7 });
    expect(error.fieldMessage("/note")).toBe("Too long.");
    expect(error.fieldMessage("/other")).toBeUndefined();
  });

  it("has words of its own where the answer is not a problem document", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 403 }));
    expect((await failure(request("/x"))).message).toMatch(/role does not allow/);
  });

  it("says when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("failed");
    });
    expect(await failure(request("/x"))).toMatchObject({ status: 0 });
  });

  it("refuses an answer of another shape", async () => {
    answer(200, { id: 4 });
    const error = await failure(request("/x", { schema: z.object({ id: z.string() }) }));
    expect(error.message).toMatch(/could not be read/);
  });
});
