import { describe, expect, it } from "vitest";
import { summariseError } from "./error-summary";

const named = (name: string, message: string, more = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe("summariseError", () => {
  it("keeps type, code, message and frames", () => {
    const summary = summariseError(named("TypeError", "x is not a function", { code: "E1" }));
    expect(summary).toMatchObject({ type: "TypeError", code: "E1", message: "x is not a function" });
    expect(summary.stack).toMatch(/^\s+at /);
    expect(summary.stack).not.toContain("x is not a function");
  });

  it("drops the arguments that a database error quotes", () => {
    const quoted = named(
      "PrismaClientKnownRequestError",
      'create({ data: { text: "private words" } })\n\nUnique constraint failed',
    );
    expect(summariseError(quoted)).toMatchObject({ message: "Unique constraint failed" });
    const invalid = named(
      "PrismaClientValidationError",
      'data: { text: "private words" }\nArgument `text`: private words',
    );
    expect(JSON.stringify(summariseError(invalid))).not.toContain("private words");
  });

  it("drops what a parser quotes", () => {
    const parse = () => JSON.parse("private words");
    expect(parse).toThrow(/private/);
    try {
      parse();
    } catch (error) {
      expect(summariseError(error)).toMatchObject({ type: "SyntaxError", message: "" });
    }
  });

  it("says little of what is not an error", () =>
    expect(summariseError("private words")).toEqual({ type: "string" }));
});
