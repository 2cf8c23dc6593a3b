import { mergeScores } from "../../lib/domain/cascade";
import { Failure } from "../../lib/domain/failure";
import type { Scores } from "../../lib/domain/taxonomy";
import { createCascade } from "../../lib/inference/cascade";
import { runCascade } from "../../lib/services/run-cascade";

const AT_A_TIME = 32;
/** On a busy machine a text may wait longer than a stage allows; then it is asked again. */
const TRIES = 10;

/** What a running cascade says of texts, in order. */
export type Judge = (texts: readonly string[]) => Promise<Scores[]>;

/**
 * Runs the cascade that lies in the models folder, stage by stage as the system runs it, for as long as `use` asks it.
 * @throws Failure when a stage does not serve
 */
export async function withRunning<T>(modelsDir: string, use: (judge: Judge) => Promise<T>): Promise<T> {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  const scoresOf = async (text: string): Promise<Scores> => {
    for (let tries = 1; ; tries++) {
      const context = { orgId: "publish", rules: [], rulesVersion: 0, explain: false };
      const { results } = await runCascade(cascade, { text, language: null }, context);
      // A stage that spares others may leave a text to them.
      const unwell = results.find(({ outcome }) => outcome === "failed" || outcome === "timeout");
      if (!unwell) return mergeScores(results);
      if (unwell.outcome !== "timeout" || tries === TRIES)
        throw new Failure("unavailable", `${unwell.stage} does not serve: ${unwell.reason}`);
    }
  };
  try {
    return await use(async (texts) => {
      const said: Scores[] = new Array(texts.length);
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let at = next++; at < texts.length; at = next++) said[at] = await scoresOf(texts[at] as string);
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, lane));
      return said;
    });
  } finally {
    await cascade.close();
  }
}
