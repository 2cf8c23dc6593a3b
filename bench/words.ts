import { readdirSync } from "node:fs";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { hasWords } from "../lib/inference/stages/image-words";
import { mayHaveWords } from "../lib/media/decoder/may-have-words";
import { TesseractReader } from "../lib/media/read-words";
import { makePicture } from "../scripts/test/pictures";
import { writtenPicture, writtenPictures } from "../scripts/test/written-pictures";
import { quantile } from "./bench-quantile";

/*
 * npm run bench:words -- [pictures] [folder of photographs]: the check that spares pictures without letters a reading, beside
 * the reading itself. Of written pictures in many sizes, faces and contrasts: how many the reader reads, and how many of those
 * the check would have kept from it (ends with 1 when any). Of others: how many are spared. Milliseconds of wall time, medians.
 */

const count = Number(process.argv[2] ?? 200);
const folder = process.argv[3];
const reader = new TesseractReader();
const checkMs: number[] = [];
const readMs: number[] = [];

async function look(picture: Sharp): Promise<{ passes: boolean; read: boolean }> {
  const inside = { width: 1600, height: 1600, fit: "inside", withoutEnlargement: true } as const;
  const grey = picture.resize(inside).flatten({ background: "white" }).greyscale();
  const { data, info } = await grey.raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const began = performance.now();
  const passes = mayHaveWords({ data, width, height });
  checkMs.push(performance.now() - began);
  const jpeg = await sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  const started = performance.now();
  const read = hasWords(await reader.read(jpeg));
  readMs.push(performance.now() - started);
  return { passes, read };
}

let [readable, missed] = [0, 0];
for (const written of writtenPictures(count)) {
  const { passes, read } = await look(await writtenPicture(written));
  if (read) readable += 1;
  if (read && !passes) {
    missed += 1;
    console.log("missed", JSON.stringify(written));
  }
}
console.log(`${count} written pictures: ${readable} read, of these kept from the reader ${missed}`);

async function spared(name: string, pictures: Sharp[]): Promise<void> {
  let [skipped, lost] = [0, 0];
  for (const picture of pictures) {
    const { passes, read } = await look(picture);
    if (!passes) skipped += 1;
    if (!passes && read) lost += 1;
  }
  console.log(`${pictures.length} ${name}: ${skipped} spared, of these with words ${lost}`);
  missed += lost;
}
await spared(
  "pictures of waves and discs",
  Array.from({ length: 20 }, (_, seed) => makePicture(seed, 640, 480)),
);
const photographs = folder ? readdirSync(folder).filter((name) => /\.(jpe?g|png|webp)$/i.test(name)) : [];
if (folder)
  await spared(
    "photographs",
    photographs.map((name) => sharp(path.join(folder, name))),
  );
const median = (values: number[]) => quantile(values, 0.5).toFixed(1);
console.log(`check ${median(checkMs)} ms, reading ${median(readMs)} ms`);
await reader.close();
process.exit(missed > 0 ? 1 : 0);
