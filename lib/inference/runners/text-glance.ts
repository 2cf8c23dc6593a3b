import { CATEGORIES } from "#lib/domain/taxonomy";
import { openLean } from "../lean-network";
import type { GlanceManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import { readsByGraph, TextNetwork } from "../text-network";
import { openEncoder, TextNetworkRunner } from "./text-network";

/** Runs text-glance, which says in a fraction of text-deep's time about what that would say; it explains nothing. */
export async function openTextGlance(
  files: ModelFiles<GlanceManifest>,
  providers: Providers,
): Promise<TextNetworkRunner> {
  const encoder = await openEncoder(files);
  const { session, provider, refused } = await openSession(files.modelPath, providers);
  const size = { maxWords: files.manifest.maxWords, categories: CATEGORIES.length };
  const lean = provider === "cpu" ? await openLean(files.modelPath, session) : undefined;
  if (lean) await session.release();
  const network = new TextNetwork(lean ?? readsByGraph(session), encoder, size);
  return new TextNetworkRunner(files, network, provider, refused);
}
