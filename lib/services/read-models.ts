import { Failure } from "#lib/domain/failure";
import type { ModelList, ModelPage, ModelView, Teaching, WorkerView } from "#lib/domain/model-catalogue";
import { byPlace, type ModelKind, TEACHING_NEEDS } from "#lib/domain/model-kinds";
import { standingOf } from "#lib/domain/model-state";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { teachingCounts } from "#lib/domain/teaching-counts";
import type { Blend } from "#lib/domain/text/blend-scores";
import { findLiveWorkers, type Heartbeat } from "#lib/store/heartbeats";
import { countRecentItems, type ModelRuns, recentModelRuns, teachingLabels } from "#lib/store/model-runs";
import { listModelEntries, type ModelEntry, readModelCard, readModelCurves } from "#lib/store/models-folder";
import { ALIVE_MS } from "./read-health";

/** Items that the figures of each model look back on, at most. */
const RECENT_ITEMS = 1000;

interface Surroundings {
  orgId: string;
  live: Heartbeat[];
  runs: ModelRuns[];
  /** Items that the runs look back on. */
  recentItems: number;
}

/** The models and programs that judge posts, in the order of the cascade, with how each fares in the workers that live now. */
export async function readModels(orgId: string): Promise<ModelList> {
  return (await modelsOf(orgId)).list;
}

async function modelsOf(orgId: string): Promise<{ list: ModelList; entries: ModelEntry[] }> {
  const [{ entries, problem }, around] = await Promise.all([listModelEntries(), surroundings(orgId)]);
  const listed = await Promise.all(entries.map((entry) => viewOf(entry, around)));
  const unlisted = unlistedNames(entries, around.live).map((name) => unlistedView(name, around));
  const models = [...listed, ...unlisted, ...programViews(listed, around)];
  if (!entries.some(({ runner }) => runner === "image-head")) models.push(await emptyHead(entries, around));
  const list = {
    models: models.sort(byPlace),
    workers: around.live.length,
    recentItems: around.recentItems,
    problem,
  };
  return { list, entries };
}

/**
 * One of them, with its card.
 * @throws Failure `not_found`
 */
export async function readModel(orgId: string, name: string): Promise<ModelPage> {
  const { list, entries } = await modelsOf(orgId);
  const { models, workers, recentItems } = list;
  const model = models.find((each) => each.name === name);
  if (!model) throw new Failure("not_found", "There is no model of this name.");
  const entry = entries.find((each) => each.name === name);
  return { model, workers, recentItems, card: entry ? await readModelCard(entry) : null };
}

async function surroundings(orgId: string): Promise<Surroundings> {
  const [live, runs, recentItems] = await Promise.all([
    findLiveWorkers(new Date(Date.now() - ALIVE_MS)),
    recentModelRuns(orgId, RECENT_ITEMS),
    countRecentItems(orgId, RECENT_ITEMS),
  ]);
  return { orgId, live, runs, recentItems };
}

async function viewOf(entry: ModelEntry, around: Surroundings): Promise<ModelView> {
  const { name, version, runner: kind, categories, languages, licence, files } = entry;
  const [{ calibrations, blend, blendsByLanguage }, teaching] = await Promise.all([
    readModelCurves(entry),
    kind === "image-head" || kind === "fusion" ? teachingOf(kind, entry.encoder, around.orgId) : null,
  ]);
  const workers = workersOf(name, around.live);
  const { state, note } = standingOf(version, workers);
  const curves = categories.flatMap((category, at) => {
    const curve = calibrations[at];
    return curve ? [[category, curve.kind] as const] : [];
  });
  const joinOf = ({ weight, calibration }: NonNullable<Blend[Category]>) => ({
    weight,
    curve: calibration.kind,
  });
  const joined = Object.entries(blend).map(([category, usual]) => {
    const languages = Object.entries(blendsByLanguage).flatMap(([language, own]) => {
      const its = own[category as Category];
      return its ? [[language, joinOf(its)] as const] : [];
    });
    return [category, { ...joinOf(usual), languages: Object.fromEntries(languages) }];
  });
  return {
    ...{ name, version, kind, state, note, categories, languages, licence, teaching },
    curves: Object.fromEntries(curves),
    joined: Object.fromEntries(joined),
    written: entry.written ?? null,
    files: Object.values(files),
    workers: workers.filter(({ reason, ready }) => ready || reason !== null),
    recent: recentOf(`${name}@${version}`, around.runs),
  };
}

/** What each live worker says of a model, in the order they started; a worker that says nothing has neither version nor reason. */
function workersOf(name: string, live: Heartbeat[]): WorkerView[] {
  return inOrder(live).map((worker) => {
    const said = Object.entries(worker.models).find(([model]) => model.split("@")[0] === name);
    const [model, status] = said ?? [];
    return {
      worker: workerName(worker),
      version: model?.split("@")[1] ?? null,
      ready: status?.state === "ready",
      provider: status?.provider ?? null,
      reason: status?.reason ?? null,
    };
  });
}

const inOrder = (live: Heartbeat[]) =>
  [...live].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.id < b.id ? -1 : 1));
const workerName = ({ host, id }: Heartbeat) => `${host ?? "worker"} ${id.slice(-4)}`;

const recentOf = (model: string, runs: ModelRuns[]): ModelView["recent"] => {
  const found = runs.find((each) => each.model === model);
  return found ? { items: found.items, failed: found.failed, medianMs: found.medianMs } : null;
};

/** Models that workers have and this machine's manifest does not name; names of programs are not among them. */
function unlistedNames(entries: ModelEntry[], live: Heartbeat[]): string[] {
  const reported = live.flatMap(({ models }) => Object.keys(models).filter((model) => model.includes("@")));
  const names = [...new Set(reported.map((model) => model.split("@")[0] as string))];
  return names.filter((name) => !entries.some((entry) => entry.name === name));
}

/** Of a model that is known by workers' words alone. */
function unlistedView(name: string, { live, runs }: Surroundings): ModelView {
  const workers = workersOf(name, live).filter(({ version }) => version !== null);
  const version = workers[0]?.version ?? null;
  return {
    ...blank(name, kindOf(name)),
    version,
    state: "partly",
    note: "Workers have it, and the models folder of this server does not name it: its card and files are not known here.",
    workers,
    recent: recentOf(`${name}@${version}`, runs),
  };
}

const kindOf = (name: string): ModelKind =>
  name === "text-screen" ||
  name === "text-glance" ||
  name === "text-deep" ||
  name === "text-sense" ||
  name === "image-screen" ||
  name === "fusion"
    ? name
    : "classifier";

const blank = (name: string, kind: ModelKind) => ({
  ...{ name, kind, categories: [], languages: {}, curves: {}, joined: {}, files: [], workers: [] },
  ...{ version: null, licence: null, written: null, recent: null, teaching: null },
});

/** The reader of words and the recogniser of speech: programs that come with the system, no models of the manifest. */
function programViews(models: ModelView[], { live, runs }: Surroundings): ModelView[] {
  const hears = models.find(({ kind, state }) => kind === "speech-ctc" && state !== "down");
  return [
    {
      ...blank("image-words", "image-words"),
      version: "tesseract 4.0.0 (eng)",
      state: live.length > 0 ? "standby" : "unknown",
      note:
        live.length > 0
          ? "Starts with the first picture that seems to have letters. Where it does not, a person looks."
          : "No worker has reported in the last 15 seconds.",
      licence: "Apache-2.0 (Tesseract and its English data)",
      recent: recentOf("tesseract-eng@4.0.0", runs),
    },
    {
      ...blank("speech", "speech"),
      version: "PocketSphinx (en-us)",
      ...speechStanding(live, hears?.name),
      licence: "BSD (PocketSphinx and its US English model)",
      workers: speechWorkers(live),
      recent: recentOf("pocketsphinx-en-us@5prealpha", runs),
    },
  ];
}

/** Workers that cannot run PocketSphinx, and why. */
function speechWorkers(live: Heartbeat[]): WorkerView[] {
  return inOrder(live).map((worker) => {
    const missing = Object.entries(worker.models).filter(([program]) => SPEECH_PROGRAMS.includes(program));
    const reason = missing.map(([program, { reason: why }]) => `${program}: ${why}`).join("; ");
    return {
      worker: workerName(worker),
      version: null,
      ready: missing.length === 0,
      provider: null,
      reason: reason || null,
    };
  });
}

const SPEECH_PROGRAMS = ["ffmpeg", "ffprobe", "pocketsphinx_batch", "pocketsphinx-en-us"];

function speechStanding(live: Heartbeat[], instead: string | undefined): Pick<ModelView, "state" | "note"> {
  const workers = speechWorkers(live);
  if (workers.length === 0) return standingOf(null, []);
  if (instead) return { state: "standby", note: `${instead} hears instead, as it was added.` };
  const { state } = standingOf(null, workers);
  if (state === "serving")
    return { state, note: "Runs as a program of its own for each sound, under limits of time and memory." };
  const reasons = [...new Set(workers.flatMap(({ reason }) => reason ?? []))].join("; ");
  return { state, note: `${reasons}.` };
}

/** The head's place while there is none. */
async function emptyHead(entries: ModelEntry[], { orgId }: Surroundings): Promise<ModelView> {
  const encoder = entries.find(({ runner }) => runner === "image-screen");
  const source = encoder && `${encoder.name}@${encoder.version}`;
  return {
    ...blank("image-head", "image-head"),
    state: "empty",
    note: "It ships empty: until people's decisions have taught it, pictures are scored for sexual content only.",
    teaching: await teachingOf("image-head", source, orgId),
  };
}

/** The picture model judges this one itself. */
const NOT_TAUGHT: Category = "sexual";

async function teachingOf(
  kind: "image-head" | "fusion",
  encoder: string | undefined,
  orgId: string,
): Promise<Teaching> {
  const isHead = kind === "image-head";
  const labels = isHead
    ? encoder
      ? await teachingLabels(orgId, encoder)
      : []
    : await teachingLabels(orgId, "fusion@%");
  const categories = CATEGORIES.filter((category) => !isHead || category !== NOT_TAUGHT);
  return {
    judged: labels.reduce((sum, { count }) => sum + count, 0),
    needed: TEACHING_NEEDS,
    categories: teachingCounts(labels, categories, { harmAlone: isHead }),
    command: isHead ? "npm run train:image-head" : "npm run train:fusion -- --labels",
  };
}
