import { describe, expect, it } from "vitest";
import { markdownTable, withSection } from "./markdown-table";

describe("withSection", () => {
  const card = "# card\n\nFirst.\n\n## Exit\n\nOld.\n\n## Limits\n\nSome.\n";

  it("puts a section in the place of the one of its title, and leaves the rest as it is", () => {
    expect(withSection(card, "## Exit\n\nNew.\n\nLines.")).toBe(
      "# card\n\nFirst.\n\n## Exit\n\nNew.\n\nLines.\n\n## Limits\n\nSome.\n",
    );
    expect(withSection(card, "## Limits\n\nNone.")).toBe(card.replace("Some.", "None."));
    expect(withSection(withSection(card, "## Exit\n\nNew."), "## Exit\n\nOld.")).toBe(card);
  });

  it("puts it at the end where there is none", () => {
    expect(withSection(card, "## More\n\nText.")).toBe(`${card}\n## More\n\nText.\n`);
  });
});

it("writes tables", () => {
  expect(markdownTable(["a", "b"], [["x", 1]])).toBe("| a | b |\n| --- | --- |\n| x | 1 |");
});
