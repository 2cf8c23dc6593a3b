/**
 * npm run calibrate:exit -- [--data <folder>] [--out <models folder>]
 * Derives anew where level 1 may stop, from the text models as they lie in the models folder and the held-out split of the
 * sets; no weight changes. The bounds go into the manifest, what they save and cost into the cards.
 */
import { parseArgs } from "node:util";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { publishExit } from "./publish/publish-exit";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/data/text" },
    out: { type: "string", default: "models" },
  },
});

const say = (message: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${message}`);
const corpus = await TextDeepCorpus.load(values.data, { contrastPerEpoch: 0 });
const { judged } = await publishExit(values.out, corpus, say);
say(`${(100 * judged.exitFigures.share).toFixed(1)} % of realistic traffic stop at level 1`);
