import { describe, expect, it } from "vitest";
import { isWithin, onPhone, PLACES, placesFor } from "./navigation";

const labels = (role: Parameters<typeof placesFor>[0]) => placesFor(role).map((place) => place.label);

describe("placesFor", () => {
  it("shows each role what it may open", () => {
    expect(labels("moderator")).toEqual(["Review", "Queues", "Items", "Try"]);
    expect(labels("lead")).toEqual(["Review", "Queues", "Items", "Quality", "Insights", "Try", "Audit"]);
    expect(labels("admin")).toEqual([
      "Review",
      "Queues",
      "Items",
      "Quality",
      "Insights",
      "Try",
      "Audit",
      "Models",
      "Settings",
    ]);
  });
});

describe("onPhone", () => {
  it("keeps all places in the bar while they fit, and puts the rest in a menu", () => {
    expect(onPhone(["a", "b", "c", "d", "e"])).toEqual({ bar: ["a", "b", "c", "d", "e"], more: [] });
    expect(onPhone(["a", "b", "c", "d", "e", "f"])).toEqual({ bar: ["a", "b", "c", "d"], more: ["e", "f"] });
  });
});

describe("isWithin", () => {
  it("marks a place for its own pages and no others", () => {
    const current = (path: string) =>
      PLACES.filter((place) => isWithin(place, path)).map((place) => place.label);
    expect(current("/items/itm_1")).toEqual(["Items"]);
    expect(current("/settings/keys")).toEqual(["Settings"]);
    expect(current("/reviews")).toEqual([]);
  });
});
