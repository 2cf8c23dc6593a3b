import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "../../lib/domain/taxonomy";
import { logOdds } from "../../lib/domain/text/blend-scores";
import { bothLevels } from "./both-levels";
import { FirstLevel } from "./first-level";
import { refined, withSense } from "./judge-sense";
import type { ServedDeep } from "./open-deep";
import type { ServedSense } from "./open-sense";

const CHUNK = 2048;

export interface Teachers {
  deep: ServedDeep;
  /** Listened to where it was joined with this text-deep. */
  sense?: ServedSense;
}

/**
 * What text-screen, text-deep and text-sense say of texts together, as level 2 is served: log-odds, [texts, categories], NaN
 * where they say nothing. Kept in the work folder chunk by chunk, so that a run that was killed goes on.
 */
export async function taughtLogOdds(
  texts: readonly string[],
  { deep, sense }: Teachers,
  options: { modelsDir: string; work: string; onProgress: (done: number) => void },
): Promise<Float32Array> {
  const values = path.join(options.work, "taught.bin");
  const about = path.join(options.work, "taught.txt");
  const digest = createHash("sha256").update(deep.fingerprint);
  const joint = sense?.joint?.deep === deep.version ? sense.joint.blend : undefined;
  if (sense && joint) digest.update(sense.fingerprint).update(JSON.stringify(joint));
  for (const text of texts) digest.update(text).update("\0");
  const asked = digest.digest("hex");
  if (!existsSync(about) || readFileSync(about, "utf8") !== asked) {
    writeFileSync(values, "");
    writeFileSync(about, asked);
  }
  const rowBytes = 4 * CATEGORIES.length;
  const kept = readFileSync(values);
  let done = Math.floor(kept.length / rowBytes / CHUNK) * CHUNK;
  if (kept.length >= texts.length * rowBytes) done = texts.length;
  else if (kept.length !== done * rowBytes) writeFileSync(values, kept.subarray(0, done * rowBytes));
  const first =
    done < texts.length ? await FirstLevel.open(options.modelsDir, { only: "text-screen" }) : null;
  for (; first && done < texts.length; done = Math.min(texts.length, done + CHUNK)) {
    const chunk = texts.slice(done, done + CHUNK);
    const heard = await withSense(await bothLevels(first, deep, chunk), chunk, joint ? sense : undefined);
    const said = heard.map((each) => refined(each, joint));
    const rows = said.flatMap(({ second, isDeep }) =>
      CATEGORIES.map((category) => {
        const score = isDeep ? second[category] : undefined;
        return score === undefined ? Number.NaN : logOdds(score);
      }),
    );
    appendFileSync(values, new Uint8Array(Float32Array.from(rows).buffer));
    options.onProgress(Math.min(texts.length, done + CHUNK));
  }
  await first?.close();
  const bytes = readFileSync(values);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + texts.length * rowBytes));
}
