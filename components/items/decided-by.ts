const WORDS: Record<string, string> = {
  machine: "by machine",
  person: "by a person",
  platform: "by the platform",
};

/** Who decided an item, as its list says it; a platform decides with its key, over the machine and the desk. */
export function decidedByWords(decidedBy: string | null): string | null {
  return decidedBy && (WORDS[decidedBy] ?? null);
}
