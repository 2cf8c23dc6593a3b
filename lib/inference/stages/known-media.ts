import type { Fingerprint } from "#lib/domain/cascade";
import { MEDIA_KINDS, type MediaKind } from "#lib/domain/media";
import type { RuleMatch } from "#lib/domain/verdict";
import type { MediaStage, UsableMedia } from "./media-stage";
import { finished } from "./stage-result";

/** What a medium is looked up by: itself, and each picture in it with its second. */
function fingerprints(media: UsableMedia): (Fingerprint & { at?: number })[] {
  const { sha256 } = media;
  switch (media.kind) {
    case "image":
      return [{ sha256, hashes: media.hashes }, ...media.others.map(({ hashes }) => ({ hashes }))];
    case "audio":
      return [{ sha256 }];
    case "video":
      return [{ sha256 }, ...media.frames.map(({ hashes, at }) => ({ hashes, at }))];
  }
}

/** Per entry the match with the least distance, the earliest of equals. */
function nearest(matches: RuleMatch[]): RuleMatch[] {
  const best = new Map<string, RuleMatch>();
  for (const match of matches) {
    const known = best.get(match.entryId);
    if (!known || (match.distance ?? 0) < (known.distance ?? 0)) best.set(match.entryId, match);
  }
  return [...best.values()];
}

function knownMediaStage(kind: MediaKind): MediaStage {
  const name = `${kind}-known`;
  const spec = { name, level: 0, modality: kind, model: `${name}@1.0.0`, timeoutMs: 5_000 } as const;
  return {
    spec,
    run: async (media, { context }) => {
      const started = performance.now();
      const lookUp = context.knownMedia;
      if (!lookUp) return finished(spec, started, {});
      const matches = fingerprints(media).flatMap(({ at, ...fingerprint }) =>
        lookUp(fingerprint).map((match) => (at === undefined ? match : { ...match, at })),
      );
      return finished(spec, started, { matches: nearest(matches) });
    },
  };
}

/** Level 0 for media: whether an organisation's lists know them, as they are or altered. */
export const KNOWN_MEDIA_STAGES: readonly MediaStage[] = MEDIA_KINDS.map(knownMediaStage);
