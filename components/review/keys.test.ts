import { describe, expect, it } from "vitest";
import { DEFAULT_LETTERS } from "#lib/domain/desk-keys";
import { CATEGORIES } from "#lib/domain/terms";
import { categoryNumber, commandFor, type KeyPress, type Mode } from "./keys";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^[0-9]$/.test(key) ? `Digit${key}` : key,
  shift: false,
  modified: false,
  typing: false,
  onControl: false,
  ...more,
});

const does = (key: string, mode: Mode = "judge", more: Partial<KeyPress> = {}) =>
  commandFor(press(key, more), mode)?.do ?? null;

describe("commandFor", () => {
  it.each([
    ["a", "approve"],
    ["B", "block"],
    ["e", "escalate"],
    ["s", "skip"],
    ["u", "undo"],
    ["w", "message"],
    ["n", "note"],
    ["?", "help"],
    ["j", "move"],
    ["ArrowLeft", "move"],
    ["Escape", "cancel"],
    ["x", null],
    ["Tab", null],
    [" ", null],
  ])("%s means %s", (key, meaning) => expect(does(key)).toBe(meaning));

  it("gives every category its own number", () => {
    for (const category of CATEGORIES) {
      const key = String(categoryNumber(category));
      expect(commandFor(press(key), "judge")).toEqual({ do: "toggle", category });
      expect(commandFor(press(key, { shift: true }), "judge")).toEqual({ do: "blockFor", category });
    }
  });

  it("reads numbers by place where the layout needs Shift for them, and on the number pad", () => {
    const second = { do: "toggle", category: "harassment" };
    expect(commandFor(press("é", { code: "Digit2" }), "judge")).toEqual(second);
    expect(commandFor(press("2", { code: "Numpad2" }), "judge")).toEqual(second);
  });

  it("reads letters by name on Latin layouts and by place on others", () => {
    expect(does("a", "judge", { code: "KeyQ" })).toBe("approve");
    expect(does("ф", "judge", { code: "KeyA" })).toBe("approve");
    expect(does(";", "judge", { code: "KeyS" })).toBeNull();
  });

  it("confirms with Enter only while blocking, and leaves Enter to a focused button", () => {
    expect(does("Enter")).toBeNull();
    expect(does("Enter", "block")).toBe("confirm");
    expect(does("Enter", "block", { onControl: true })).toBeNull();
  });

  it("picks a clause by number while blocking, and adds a category with Shift", () => {
    expect(commandFor(press("2"), "block")).toEqual({ do: "reason", number: 2 });
    expect(commandFor(press("2", { shift: true }), "block")).toEqual({
      do: "toggle",
      category: "harassment",
    });
    expect([does("ArrowDown", "block"), does("+", "block"), does("ArrowDown")]).toEqual([
      "step",
      "graver",
      null,
    ]);
  });

  it("follows a person's own letters", () => {
    const letters = { ...DEFAULT_LETTERS, approve: "y" };
    const own = (key: string) => commandFor(press(key), "judge", { singleKeys: true, letters })?.do ?? null;
    expect([own("y"), own("a"), own("b")]).toEqual(["approve", null, "block"]);
  });

  it.each(["escalate", "skip"] as const)("picks a reason by number while choosing to %s", (mode) => {
    expect(commandFor(press("1"), mode)).toEqual({ do: "reason", number: 1 });
    expect(does("b", mode)).toBeNull();
  });

  it("picks a reason by number while escalating, and nothing else", () => {
    expect(commandFor(press("3"), "escalate")).toEqual({ do: "reason", number: 3 });
    expect(does("a", "escalate")).toBeNull();
    expect(does("Escape", "escalate")).toBe("cancel");
  });

  it("never takes a letter from a text field or from the browser", () => {
    expect(does("a", "judge", { typing: true })).toBeNull();
    expect(does("Escape", "judge", { typing: true })).toBe("cancel");
    expect(does("Enter", "judge", { typing: true })).toBeNull();
    expect(does("Enter", "judge", { typing: true, modified: true })).toBe("confirm");
    expect(does("a", "judge", { modified: true })).toBeNull();
    expect(does("b", "judge", { shift: true })).toBeNull();
  });

  it("with single keys off keeps only what types no character", () => {
    const off = (key: string, mode: Mode = "judge") =>
      commandFor(press(key), mode, { singleKeys: false, letters: DEFAULT_LETTERS })?.do ?? null;
    expect([off("a"), off("3"), off("u")]).toEqual([null, null, null]);
    expect([off("ArrowRight"), off("Escape"), off("Enter", "block")]).toEqual(["move", "cancel", "confirm"]);
  });
});
