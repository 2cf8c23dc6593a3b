import type { MediaFacts, PreparedMedia, RenditionName } from "#lib/domain/media";

/** A re-encoded copy for people, in a file that is the maker's to move away. */
export interface MadeRendition {
  name: RenditionName;
  type: string;
  file: string;
}

/**
 * What a decoder makes of an original before it is judged: what stages judge, what the desk is told, and of films the
 * renditions that come of the same frames. People's copy (`view`) is made afterwards.
 */
export interface MadeMedia<Kind extends PreparedMedia["kind"]> {
  /** Everything of the prepared medium but its row's id and hash. */
  media: Omit<Extract<PreparedMedia, { kind: Kind; sha256: string }>, "id" | "sha256">;
  facts: MediaFacts;
  renditions: MadeRendition[];
}
