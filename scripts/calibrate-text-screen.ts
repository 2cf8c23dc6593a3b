/**
 * Fits the calibration of text-screen anew on the held-out calibration split and measures it on the validation split,
 * without touching its weights. Writes calibration.json, the manifest entry and the card.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../lib/domain/failure";
import { CATEGORIES } from "../lib/domain/taxonomy";
import { calibrationFileSchema } from "../lib/inference/manifest";
import { ModelsFolder } from "../lib/inference/models-folder";
import { demandSets, loadExamples } from "../lib/training/datasets";
import { calibrateAll, type ScoredRow } from "../lib/training/text-screen-calibration";
import { screenCard } from "../lib/training/text-screen-card";
import { type HeldOutRow, heldOutRows } from "../lib/training/text-screen-corpus";
import { measure } from "../lib/training/text-screen-figures";
import { commandLine, MODELS_FOLDER, sayFailures } from "./command-line";
import { FirstLevel } from "./publish/first-level";

const USAGE = `npm run calibrate:text-screen [-- flags]

  --data DIR   the training sets (../shared/data/text), see docs/training.md
  --out DIR    the models folder (${MODELS_FOLDER})`;

sayFailures("calibrate:text-screen");
const { values } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
});
demandSets(values.data);

const folder = new ModelsFolder(values.out);
const screen = folder.models().find(({ runner }) => runner === "text-screen");
if (screen?.runner !== "text-screen")
  throw new Failure(
    "not_found",
    `${values.out} holds no text-screen. Name a models folder that does with --out`,
  );
const version = raisedPatch(screen.version);
const note = `The curves were fitted anew after training (\`npm run calibrate:text-screen\`); the weights are those of ${screen.version}.
`;
const card = readFileSync(path.join(values.out, screen.card), "utf8");
const trainingRows = Number(/on (\d+) rows/u.exec(card)?.[1]);

const rows = await heldOutRows(values.data, await loadExamples(values.data));
const first = await FirstLevel.open(values.out);
const said = await first.said(rows.map(({ text }) => text));
await first.close();
const scored = rows.flatMap((row, at): ScoredRow[] => {
  const logits = said[at]?.logits;
  return logits ? [{ row, logits }] : [];
});
const of = (split: HeldOutRow["split"]) => scored.filter(({ row }) => row.split === split);
const calibrations = calibrateAll(of("calibration"));
const curves = calibrations.map(({ calibration }) => calibration);
const figures = measure(of("validation"), curves);
for (const { category, source, auc, ece, plainEce } of figures)
  if (source === "all")
    console.log(`${category}: AUC ${auc.toFixed(3)}, ECE ${ece.toFixed(3)} (plain ${plainEce.toFixed(3)})`);

const bytes = Buffer.from(`${JSON.stringify(calibrationFileSchema.parse({ calibrations: curves }))}\n`);
writeFileSync(path.join(values.out, screen.files.calibration.path), bytes);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const calibration = { ...screen.files.calibration, sha256, bytes: bytes.length };
const fresh = { ...screen, version, files: { ...screen.files, calibration } };
folder.publish(fresh, screenCard(fresh, { figures, calibrations, trainingRows, note }));
console.log(`text-screen@${version}: ${CATEGORIES.length} curves, ${rows.length} held-out texts`);

/** The next patch of a version: other curves on the same weights. */
function raisedPatch(version: string): string {
  const [major, minor, patch] = version.split(".");
  return `${major}.${minor}.${Number(patch) + 1}`;
}
