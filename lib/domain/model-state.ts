/**
 * `serving`: all workers, in the version that is meant to; `partly`: some do not, or another version; `down`: none;
 * `unknown`: no worker lives; `standby`: ready for when it is needed; `empty`: waits for labels.
 */
export const MODEL_STATES = ["serving", "partly", "down", "unknown", "standby", "empty"] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** What a worker reports of a model. */
export interface ReportedModel {
  version: string | null;
  ready: boolean;
  provider: string | null;
  reason: string | null;
}

interface Standing {
  state: ModelState;
  /** In plain words. */
  note: string;
}

/** How a model fares over all live workers, each with what it reports of it or null where it says nothing. */
export function standingOf(version: string | null, reports: readonly (ReportedModel | null)[]): Standing {
  if (reports.length === 0)
    return { state: "unknown", note: "No worker has reported in the last 15 seconds." };
  const ready = reports.filter((report) => report?.ready === true) as ReportedModel[];
  if (ready.length === 0) return { state: "down", note: whyDown(reports) };
  const current = ready.filter((report) => report.version === version);
  if (current.length === reports.length) return { state: "serving", note: servingWords(current) };
  return { state: "partly", note: partlyWords(version, reports, current.length) };
}

/** Which workers serve it, which still have another version, and why the rest do not. */
function partlyWords(
  version: string | null,
  reports: readonly (ReportedModel | null)[],
  current: number,
): string {
  const old = reports.filter((report) => report?.ready && report.version !== version) as ReportedModel[];
  const down = reports.filter((report) => !report?.ready).flatMap((report) => report?.reason ?? []);
  const versions = [...new Set(old.map((report) => report.version))].join(", ");
  const why = [...new Set(old.flatMap(({ reason }) => reason ?? []))].map(withoutStop).join("; ");
  return [
    `It serves in ${counted(current, reports.length)}.`,
    ...(old.length > 0
      ? [`${counted(old.length, reports.length)} still with version ${versions}${why ? `: ${why}` : ""}.`]
      : []),
    ...(down.length > 0 ? [`Elsewhere not: ${[...new Set(down)].map(withoutStop).join("; ")}.`] : []),
  ].join(" ");
}

function whyDown(reports: readonly (ReportedModel | null)[]): string {
  const reasons = [...new Set(reports.flatMap((report) => report?.reason ?? []))];
  if (reasons.length === 0) return "No worker has loaded it yet; a new model takes a few seconds.";
  return `It does not serve: ${reasons.map(withoutStop).join("; ")}.`;
}

const counted = (count: number, of: number) => `${count} of ${of} ${of === 1 ? "worker" : "workers"}`;
const withoutStop = (sentence: string) => sentence.replace(/\.$/, "");

/** What a worker says of a provider that a model prefers and the installation leaves out. */
export const NOT_ALLOWED = "INFERENCE_PROVIDERS does not allow it";

/** How the reason begins why a provider was left that had taken a model. */
export const FAILED_AT_WORK = "failed at work";

const PROVIDERS: Record<string, string> = { cpu: "the CPU", cuda: "CUDA", webgpu: "WebGPU" };
const named = (provider: string) => PROVIDERS[provider] ?? provider;

function servingWords(reports: readonly ReportedModel[]): string {
  return [...new Set(reports.map(providerWords))].join(" ");
}

/** Where a model runs and what was tried before, in plain words; the worker's `reason` has the error messages. */
export function providerWords({ provider, reason }: Pick<ReportedModel, "provider" | "reason">): string {
  if (!provider) return "It is loaded.";
  const refused = [...(reason ?? "").matchAll(/(?:because |; )(\w+): ((?:(?!; \w+: ).)*)/g)]
    .map(([, name = "", why = ""]) => ({ name: named(name), kind: kindOf(why) }))
    .filter(({ name }) => name !== named(provider));
  const of = (kind: ReturnType<typeof kindOf>) =>
    refused.filter((each) => each.kind === kind).map(({ name }) => name);
  const [unstarted, failed, left] = [of("unstarted"), of("failed"), of("left out")];
  const why = [
    ...(unstarted.length > 0 ? [`${listed(unstarted, "does", "do")} not start there`] : []),
    ...(failed.length > 0 ? [`${failed.join(" and ")} failed at work there`] : []),
  ].join("; ");
  const leftOut = left.length > 0 ? ` ${listed(left, "is", "are")} not among INFERENCE_PROVIDERS.` : "";
  return `Runs on ${named(provider)}${why ? `: ${why}` : ""}.${leftOut}`;
}

function kindOf(why: string): "left out" | "failed" | "unstarted" {
  if (why.startsWith(NOT_ALLOWED)) return "left out";
  return why.startsWith(FAILED_AT_WORK) ? "failed" : "unstarted";
}

const listed = (names: readonly string[], one: string, several: string) =>
  `${names.join(" and ")} ${names.length === 1 ? one : several}`;
