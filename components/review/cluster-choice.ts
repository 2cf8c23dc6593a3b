import type { ClusterMember, LeftReason } from "#lib/domain/cluster";

/** From this likeness on a near-duplicate is ticked when the dialog opens; the others ask for a look first. */
export const SURELY_ALIKE = 0.8;

/** The members that are ticked at first. */
export function firstChoice(members: readonly ClusterMember[]): Set<string> {
  return new Set(members.filter(({ similarity }) => similarity >= SURELY_ALIKE).map(({ taskId }) => taskId));
}

/** Why an item is left out, in words after its name. */
export const LEFT_WORDS: Record<LeftReason, string> = {
  alone: "is judged by itself",
  opinions: "needs the opinions of several people",
  taken: "is on a colleague's desk",
  decided: "was decided a moment ago",
  passed: "went to others, so it does not come back to you",
  others: "goes to people with other skills",
  differs: "differs in another part, such as its picture",
  spared: "is more than you are to be shown for now, so it stays with its queue",
};

/** A stretch of a text, and whether the post it is compared with says it too. */
export interface Stretch {
  text: string;
  own: boolean;
}

const WORD = /[\p{L}\p{N}]+/gu;

/** A near-duplicate's text in stretches: words that the other post does not have are its own. */
export function ownWords(text: string, other: string): Stretch[] {
  const known = new Set((other.match(WORD) ?? []).map((word) => word.toLowerCase()));
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (known.has(word.toLowerCase())) continue;
    if (index > at) stretches.push({ text: text.slice(at, index), own: false });
    stretches.push({ text: word, own: true });
    at = index + word.length;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), own: false });
  return stretches;
}
