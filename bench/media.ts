import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { joinSounds, speak, wavFile } from "../scripts/test/sounds";
import { openBenchStores } from "./bench-database";
import { quantile } from "./bench-quantile";

/*
 * npm run bench:media -- [rounds]: from an item that has been taken in to its verdict on record, one after the other, as a
 * worker does it, on a database of its own: text, picture without and with words, both with a text, ten seconds of sound and
 * of 720p film. People's copies are made after the verdict and told apart. Processor time (this process, its decoders and
 * all programs it ran) stands beside wall time: on a busy machine it is the figure that holds.
 */

const rounds = Number(process.argv[2] ?? 20);
const folder = await mkdtemp(path.join(tmpdir(), "sightline-bench-media-"));
process.env.SIGHTLINE_DATA_DIR ??= ".data";
const stores = await openBenchStores("media");
const { createCascade } = await import("../lib/inference/cascade");
const { TesseractReader } = await import("../lib/media/read-words");
const { pocketSphinx } = await import("../lib/media/recognise-speech");
const { closeConnections } = await import("../lib/services/close-connections");
const { moderateBodySchema } = await import("../lib/domain/content");
const { openKnownMedia } = await import("../lib/services/known-media");
const { moderateItem } = await import("../lib/services/moderate-item");
const { openMediaPreparer } = await import("../lib/services/prepare-media");
const { submitItem } = await import("../lib/services/submit-item");
const { readVerdict } = await import("../lib/store/verdicts");
const { makeOrganization } = await import("../scripts/test/organization");

const SAID = "hello my friend this is a wonderful day we are going to the market to buy some bread and milk";
const TEXT = "We went to the market this morning and the bread was still warm, what a day.";
const sound = wavFile(joinSounds(speak(SAID, "rms"), speak(SAID, "slt")).subarray(0, 10 * 16_000));
const spoken = path.join(folder, "sound.wav");
const film = path.join(folder, "film.mp4");
await writeFile(spoken, sound);
const moving = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=10"];
const codecs = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"];
execFileSync("ffmpeg", ["-v", "error", "-y", ...moving, "-i", spoken, ...codecs, film]);

/** Soft shapes, another each round; with a caption of a few words where wanted. */
async function picture(seed: number, caption = ""): Promise<string> {
  const discs = [0, 1, 2, 3].map(
    (n) =>
      `<circle cx="${(seed * 97 + n * 311) % 1280}" cy="${(seed * 57 + n * 203) % 853}" r="${90 + n * 40}" fill="hsl(${(seed * 67 + n * 83) % 360} 60% 55%)"/>`,
  );
  const words = caption
    ? `<rect y="690" width="1280" height="120" fill="#fff"/><text x="40" y="770" font-size="60" font-family="DejaVu Sans">${caption}</text>`
    : "";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="853"><rect width="1280" height="853" fill="#9ab"/>${discs.join("")}${words}</svg>`;
  return (await sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer()).toString("base64");
}

const cascade = await createCascade({
  modelsDir: "models",
  threads: 1,
  providers: ["cpu"],
  media: { speech: pocketSphinx, words: new TesseractReader() },
});
const media = openMediaPreparer({ processes: 1 });
const orgId = await makeOrganization("Bench");
const knownMedia = openKnownMedia();

/** Milliseconds of processor time of this process, of its children that live, and of all of them that ended. */
function processorMs(): number {
  const statOf = (pid: number | string) =>
    readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").map(Number) ?? [];
  const ticks = (values: number[]) => [11, 12, 13, 14].reduce((sum, at) => sum + (values[at] ?? 0), 0);
  const children = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return statOf(name)[1] === process.pid;
    } catch {
      return false;
    }
  });
  return 10 * [process.pid, ...children].reduce<number>((sum, pid) => sum + ticks(statOf(pid)), 0);
}

interface Measured {
  verdict: number;
  verdictCpu: number;
  copies: number;
  copiesCpu: number;
}

async function judge(name: string, body: object): Promise<Measured & { stages: string }> {
  const content = { content_id: name, metadata: { user_id: "bench", language: "en" }, ...body };
  const { item } = await submitItem({ orgId, apiKeyId: null, body: moderateBodySchema.parse(content) });
  const began = { wall: performance.now(), cpu: processorMs() };
  let decided = began;
  const makeCopies = (id: string) => {
    decided = { wall: performance.now(), cpu: processorMs() };
    return media.makeCopies(id);
  };
  await moderateItem(item.id, {
    cascade,
    knownMedia,
    rules: async () => ({ version: 1, rules: [] }),
    media: { ...media, makeCopies },
  });
  if (decided === began) decided = { wall: performance.now(), cpu: processorMs() };
  const ended = { wall: performance.now(), cpu: processorMs() };
  const { stages } = await readVerdict(item.id);
  return {
    verdict: decided.wall - began.wall,
    verdictCpu: decided.cpu - began.cpu,
    copies: ended.wall - decided.wall,
    copiesCpu: ended.cpu - decided.cpu,
    stages: stages.map(({ stage, ms, outcome }) => `${stage} ${Math.round(ms)} (${outcome})`).join(", "),
  };
}

const base64 = async (file: string) => (await readFile(file)).toString("base64");
const KINDS: { name: string; aim?: number; share: number; body(at: number): Promise<object> }[] = [
  { name: "text", share: 1, body: async (at) => ({ text: `${TEXT} (${at})` }) },
  { name: "picture", aim: 250, share: 1, body: async (at) => ({ image_base64: await picture(at) }) },
  {
    name: "picture with words",
    aim: 2000,
    share: 1,
    body: async (at) => ({ image_base64: await picture(at, "Soup at noon today") }),
  },
  {
    name: "text + picture",
    aim: 400,
    share: 1,
    body: async (at) => ({ text: `${TEXT} (${at})`, image_base64: await picture(at) }),
  },
  {
    name: "text + picture with words",
    aim: 400,
    share: 1,
    body: async (at) => ({ text: `${TEXT} (${at})`, image_base64: await picture(at, "Fresh bread today") }),
  },
  { name: "10 s sound", aim: 8000, share: 0.25, body: async () => ({ audio_base64: await base64(spoken) }) },
  {
    name: "10 s film 720p",
    aim: 15_000,
    share: 0.25,
    body: async () => ({ video_base64: await base64(film) }),
  },
];

const load = () => loadavg()[0]?.toFixed(1);
console.log(`${cpus().length} cores, load ${load()}; milliseconds, one item at a time`);
console.log(
  `${"".padEnd(26)}${["p50", "p95", "aim p95", "cpu p50", "copy p50", "copy cpu"].map((name) => name.padStart(10)).join("")}`,
);
for (const { name, aim, share, body } of KINDS) {
  const measured: Measured[] = [];
  let stages = "";
  const count = Math.max(3, Math.round(rounds * share));
  // The first starts what has to start.
  for (let at = -1; at < count; at += 1) {
    const one = await judge(`${name} ${at}`, await body(at + 2));
    if (at >= 0) measured.push(one);
    stages = one.stages;
  }
  const figure = (of: (one: Measured) => number, q: number) => quantile(measured.map(of), q).toFixed(0);
  const cells = [
    figure(({ verdict }) => verdict, 0.5),
    figure(({ verdict }) => verdict, 0.95),
    aim ?? "",
    figure(({ verdictCpu }) => verdictCpu, 0.5),
    figure(({ copies }) => copies, 0.5),
    figure(({ copiesCpu }) => copiesCpu, 0.5),
  ];
  console.log(`${name.padEnd(26)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
  console.log(`    ${stages}`);
}
console.log(`load at the end ${load()}`);
media.close();
await cascade.close();
await closeConnections();
await stores.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
