import { describe, expect, it } from "vitest";
import { MEDIA_KINDS } from "#lib/domain/media";
import { commandFor } from "../keys";
import { paneAfter, paneCommand } from "./pane-keys";

const press = (key: string, over = {}) => ({ key, shift: false, modified: false, onControl: false, ...over });

describe("the keys of a pane", () => {
  it("take no letter of the desk's", () => {
    for (const kind of MEDIA_KINDS)
      for (const key of "abcdefghijklmnopqrstuvwxyz,.[]+-") {
        if (!paneCommand(kind, press(key))) continue;
        const desk = { key, code: `Key${key.toUpperCase()}`, shift: false, modified: false, typing: false };
        expect(commandFor({ ...desk, onControl: false }, "judge"), `${kind} ${key}`).toBeNull();
      }
  });

  it("leave the browser's own alone", () => {
    for (const kind of MEDIA_KINDS) {
      expect(paneCommand(kind, press("h", { modified: true }))).toBeNull();
      expect(paneCommand(kind, press(" ", { onControl: true }))).toBeNull();
      expect(paneCommand(kind, press("ArrowLeft", { onControl: true }))).toBeNull();
      expect(paneCommand(kind, press("Tab"))).toBeNull();
    }
  });

  it("mean what each pane can do", () => {
    expect(paneCommand("image", press("H"))).toEqual({ do: "hold" });
    expect(paneCommand("image", press("p"))).toBeNull();
    expect(paneCommand("audio", press("m"))).toEqual({ do: "mute" });
    expect(paneCommand("audio", press("h"))).toBeNull();
    expect(paneCommand("video", press("."))).toEqual({ do: "frame", by: 1 });
    expect(paneCommand("video", press("ArrowLeft", { shift: true }))).toEqual({ do: "seek", seconds: -1 });
  });
});

it("F6 goes through the panes and then on, with Shift from the end", () => {
  expect([-1, 0, 1].map((at) => paneAfter(at, 2, false))).toEqual([0, 1, -1]);
  expect([-1, 1, 0].map((at) => paneAfter(at, 2, true))).toEqual([1, 0, -1]);
});
