import { readFile } from "node:fs/promises";
import path from "node:path";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { UnigramPieces } from "#lib/domain/text/unigram-pieces";
import type { SenseManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { readsPieces, SenseNetwork } from "../sense-network";
import { openSession, type Providers } from "../session";
import { checkCategories, TextNetworkRunner } from "./text-network";

/**
 * Runs text-sense, which judges by what a sentence says rather than by its words; it explains nothing.
 * @throws Error when the model's categories are not the taxonomy's
 */
export async function openTextSense(
  files: ModelFiles<SenseManifest>,
  providers: Providers,
): Promise<TextNetworkRunner<SenseNetwork>> {
  const { directory, manifest, modelPath } = files;
  checkCategories(manifest);
  const pieces = UnigramPieces.fromBytes(await readFile(path.join(directory, manifest.files.pieces.path)));
  const { session, provider, refused } = await openSession(modelPath, providers);
  const size = { maxPieces: manifest.maxPieces, categories: CATEGORIES.length };
  const network = new SenseNetwork(readsPieces(session), pieces, size);
  return new TextNetworkRunner(files, network, provider, refused);
}
