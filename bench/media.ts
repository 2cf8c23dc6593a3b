import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import type { PreparedMedia } from "#lib/domain/media";
import { createCascade } from "#lib/inference/cascade";
import { DecoderPool } from "#lib/media/decoder/pool";
import type { MadeMedia } from "#lib/media/made-media";
import { makeAudio } from "#lib/media/make-audio";
import { makeVideo } from "#lib/media/make-video";
import { pocketSphinx } from "#lib/media/recognise-speech";
import { runCascade } from "#lib/services/run-cascade";
import { joinSounds, speak, wavFile } from "#scripts/test/sounds";
import { quantile } from "./bench-quantile";

/*
 * npm run bench:media -- [rounds]
 * How long ten seconds of sound and ten seconds of 720p film take, from the file to scores, with all copies for people made.
 * Processor time (own, and that of programs that have ended: the decoder process stays and is left out) is printed beside wall time: on a busy machine it is the figure that holds.
 */

const rounds = Number(process.argv[2] ?? 5);
const folder = await mkdtemp(path.join(tmpdir(), "sightline-bench-media-"));
const TEXT = "hello my friend this is a wonderful day we are going to the market to buy some bread and milk";
const speech = joinSounds(speak(TEXT, "rms"), speak(TEXT, "slt")).subarray(0, 10 * 16_000);
const sound = path.join(folder, "sound.wav");
const film = path.join(folder, "film.mp4");
await writeFile(sound, wavFile(speech));
const picture = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=10"];
const codecs = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"];
execFileSync("ffmpeg", ["-v", "error", "-y", ...picture, "-i", sound, ...codecs, film]);

const cascade = await createCascade({
  modelsDir: "models",
  threads: 1,
  providers: ["cpu"],
  media: { speech: pocketSphinx },
});
const decoders = new DecoderPool({ processes: 1 });

/** Seconds of processor time that ended children of this process have used. */
function childSeconds(): number {
  const [, fields = ""] =
    /\) (.*)/s.exec(execFileSync("cat", [`/proc/${process.pid}/stat`], { encoding: "utf8" })) ?? [];
  const values = fields.split(" ");
  return (Number(values[13]) + Number(values[14])) / 100;
}

async function measure(
  name: string,
  make: (work: string) => Promise<MadeMedia<"audio"> | MadeMedia<"video">>,
) {
  const walls: number[] = [];
  const works: number[] = [];
  let stages = "";
  for (let round = 0; round < rounds; round += 1) {
    const work = await mkdtemp(path.join(folder, "work-"));
    const [began, own, children] = [performance.now(), process.cpuUsage(), childSeconds()];
    const made = await make(work);
    const prepared = performance.now() - began;
    const medium = { ...made.media, id: "med_bench", sha256: "0".repeat(64) } as PreparedMedia;
    const content = { text: null, language: "en", media: [medium] };
    const { results } = await runCascade(cascade, content, { orgId: "org", rules: [], rulesVersion: 1 });
    walls.push((performance.now() - began) / 1000);
    const used = process.cpuUsage(own);
    works.push((used.user + used.system) / 1e6 + childSeconds() - children);
    stages = [
      `prepare ${Math.round(prepared)} ms`,
      ...results.map(({ stage, ms, outcome }) => `${stage} ${Math.round(ms)} ms (${outcome})`),
    ].join(", ");
  }
  const seconds = (values: number[], q: number) => quantile(values, q).toFixed(2);
  console.log(
    `${name}: wall median ${seconds(walls, 0.5)} s, worst ${seconds(walls, 1)} s; processor median ${seconds(works, 0.5)} s (${rounds} rounds)`,
  );
  console.log(`  last: ${stages}`);
}

console.log(`${cpus().length} cores; ten seconds each`);
await measure("sound", (work) => makeAudio(sound, work));
await measure("film 720p", (work) => makeVideo(film, work, { decoders }));
decoders.close();
await cascade.close();
await rm(folder, { recursive: true, force: true });
process.exit(0);
