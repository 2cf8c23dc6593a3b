import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { type WrittenPicture, writtenPicture, writtenPictures } from "#scripts/test/written-pictures";
import { mayHaveWords } from "./may-have-words";

async function passes(picture: WrittenPicture): Promise<boolean> {
  const { data, info } = await (await writtenPicture(picture))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return mayHaveWords({ data, width: info.width, height: info.height });
}

describe("whether a picture may have words", () => {
  it("is true of words of every size, face and colour that a reader can read", async () => {
    for (const picture of writtenPictures(60))
      expect(await passes(picture), JSON.stringify(picture)).toBe(true);
  });

  it("is false of soft shapes, bands and plain colours", async () => {
    const discs = [60, 200, 330, 500].map(
      (x, at) => `<circle cx="${x}" cy="${90 * at + 60}" r="${40 + 20 * at}"/>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#bcd"/>${discs.join("")}</svg>`;
    const soft = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer();
    expect(mayHaveWords({ data: soft, width: 640, height: 480 })).toBe(false);
    const bands = Uint8Array.from({ length: 400 * 300 }, (_, at) => (Math.floor((at % 400) / 100) % 2) * 200);
    expect(mayHaveWords({ data: bands, width: 400, height: 300 })).toBe(false);
    expect(mayHaveWords({ data: new Uint8Array(100), width: 10, height: 10 })).toBe(false);
  });
});
