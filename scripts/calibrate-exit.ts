/**
 * Derives anew how level 2 is joined with level 1 and where level 1 may stop, from the text models as they lie in the models folder and the
 * held-out split of the sets; no weight changes. Both go into the manifest, what they are worth and cost into the cards.
 */
import { demandSets } from "../lib/training/datasets";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { commandLine, MODELS_FOLDER, say, sayFailures } from "./command-line";
import { publishExit } from "./publish/publish-exit";

const USAGE = `npm run calibrate:exit [-- flags]

  --data DIR   the training sets (../shared/data/text), see docs/training.md
  --out DIR    the models folder (${MODELS_FOLDER})`;

sayFailures("calibrate:exit");
const { values } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
});
demandSets(values.data);

const corpus = await TextDeepCorpus.load(values.data, { contrastPerEpoch: 0 });
const { judged } = await publishExit(values.out, corpus, say);
say(`${(100 * judged.exitFigures.share).toFixed(1)} % of realistic traffic stop at level 1`);
