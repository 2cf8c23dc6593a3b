/**
 * Word error rate: the least number of substitutions, deletions and insertions that turn the heard words into the
 * reference, over the reference's words (Levenshtein distance, NIST's definition). 0 for two empty texts.
 */
export function wordErrorRate(reference: string[], heard: string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, at) => at);
  reference.forEach((word, index) => {
    const next = [index + 1];
    heard.forEach((other, at) => {
      const substituted = (row[at] as number) + (word === other ? 0 : 1);
      next.push(Math.min(substituted, (row[at + 1] as number) + 1, (next[at] as number) + 1));
    });
    row = next;
  });
  const errors = row[heard.length] as number;
  return reference.length > 0 ? errors / reference.length : heard.length > 0 ? 1 : 0;
}
