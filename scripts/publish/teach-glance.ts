import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "../../lib/domain/taxonomy";
import { type Blend, logOdds } from "../../lib/domain/text/blend-scores";
import { type BothSaid, bothLevels } from "./both-levels";
import { FirstLevel } from "./first-level";
import { refined, withSense } from "./judge-sense";
import type { ServedDeep } from "./open-deep";
import type { ServedSense } from "./open-sense";

const CHUNK = 2048;

export interface Teachers {
  deep: ServedDeep;
  /** Teaches where it was joined with this text-deep. */
  sense?: ServedSense;
}

/** text-sense with how it is joined, where it teaches. */
export function teachingSense({ deep, sense }: Teachers): { sense: ServedSense; blend: Blend } | undefined {
  return sense?.joint?.deep === deep.version ? { sense, blend: sense.joint.blend } : undefined;
}

/** What the teachers say of texts together, as level 2 is served. @param first text-screen alone */
export async function taught(
  texts: readonly string[],
  teachers: Teachers,
  first: FirstLevel,
): Promise<BothSaid[]> {
  const joint = teachingSense(teachers);
  const heard = await withSense(await bothLevels(first, teachers.deep, texts), texts, joint?.sense);
  return heard.map((each) => refined(each, joint?.blend));
}

/**
 * What text-screen, text-deep and text-sense say of texts together, as level 2 is served: log-odds, [texts, categories], NaN
 * where they say nothing. Kept in the work folder chunk by chunk, so that a run that was killed goes on.
 */
export async function taughtLogOdds(
  texts: readonly string[],
  teachers: Teachers,
  options: { modelsDir: string; work: string; onProgress: (done: number) => void },
): Promise<Float32Array> {
  const values = path.join(options.work, "taught.bin");
  const about = path.join(options.work, "taught.txt");
  const digest = createHash("sha256").update(teachers.deep.fingerprint);
  const joint = teachingSense(teachers);
  if (joint) digest.update(joint.sense.fingerprint).update(JSON.stringify(joint.blend));
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
    const said = await taught(chunk, teachers, first);
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
