import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { hammingDistance, hashFromHex } from "#lib/media/hash256";
import { PDQ_LEAST_QUALITY, PDQ_MATCH_RADIUS, pdqDihedralHashes } from "#lib/media/pdq";
import { decodePixels } from "#lib/media/pdq-decode";
import { referencePictures } from "./pdq-reference";

/*
 * npx tsx scripts/check-pdq.ts --reference <folder>: our PDQ hashes beside those of the reference hasher. The folder
 * holds PDQMD5TestData.csv and the pictures of ThreatExchange's pdq/data (misc-images, bridge-mods, dih,
 * labelme-subset). Ends with 1 when a figure is missed.
 */

const FARTHEST_FROM_REFERENCE = 10;

const { values } = parseArgs({ options: { reference: { type: "string" } } });
if (!values.reference) {
  console.error("Usage: npx tsx scripts/check-pdq.ts --reference <folder with PDQMD5TestData.csv>");
  process.exit(2);
}
const pictures = await referencePictures(values.reference);
const failures: string[] = [];
const hashed = await Promise.all(
  pictures.map(async (picture) => {
    const pixels = await decodePixels(await readFile(picture.file));
    return { ...picture, name: path.basename(picture.file), ...pdqDihedralHashes(pixels) };
  }),
);
const original = hashed.find((picture) => picture.name === "aaa-orig.jpg");
if (!original) throw new Error("bridge-mods/aaa-orig.jpg is missing");

console.log("Against the reference hasher");
console.log("picture                          quality  distance");
for (const { name, reference, hashes, quality } of hashed) {
  if (!reference) continue;
  const distance = hammingDistance(hashes.original, hashFromHex(reference));
  const counts = quality >= PDQ_LEAST_QUALITY;
  const within = distance <= FARTHEST_FROM_REFERENCE;
  console.log(`${name.padEnd(32)} ${String(quality).padStart(7)} ${String(distance).padStart(9)}`);
  if (counts && !within) failures.push(`${name} is ${distance} bits from its reference`);
}

console.log("\nVariants of the bridge, against the original's eight hashes");
console.log("picture                          as it is  nearest form");
for (const { name, group, hashes } of hashed) {
  if (group !== "bridge-mods" && group !== "dih") continue;
  const forms = Object.entries(original.hashes).map(([form, hash]) => ({
    form,
    distance: hammingDistance(hash, hashes.original),
  }));
  const nearest = forms.reduce((best, form) => (form.distance < best.distance ? form : best));
  const asItIs = hammingDistance(original.hashes.original, hashes.original);
  console.log(
    `${name.padEnd(32)} ${String(asItIs).padStart(8)} ${String(nearest.distance).padStart(5)} ${nearest.form}`,
  );
  if (nearest.distance > PDQ_MATCH_RADIUS) failures.push(`${name} is not matched`);
}

let closest = Number.POSITIVE_INFINITY;
const photos = hashed.filter((picture) => picture.group === "labelme-subset");
for (const [at, photo] of photos.entries())
  for (const other of [...photos.slice(at + 1), original])
    for (const hash of Object.values(other.hashes))
      closest = Math.min(closest, hammingDistance(photo.hashes.original, hash));
console.log(`\n${photos.length} different photos: nearest two in any position differ in ${closest} bits`);
if (closest <= PDQ_MATCH_RADIUS) failures.push(`two different photos match at distance ${closest}`);

for (const failure of failures) console.error(`MISSED: ${failure}`);
console.log(failures.length === 0 ? "All figures met." : `${failures.length} missed.`);
process.exitCode = failures.length === 0 ? 0 : 1;
