/** A stretch of text in UTF-16 code units, end exclusive. */
export interface Stretch {
  begin: number;
  end: number;
}

/**
 * The sentences of a text by Unicode's rules (UAX 29), without the white space around them. Where there are more than
 * `most`, neighbours are taken together until there are not.
 */
export function sentencesOf(text: string, most: number): Stretch[] {
  const sentences: Stretch[] = [];
  for (const { segment, index } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)) {
    const trimmed = segment.trim();
    if (trimmed === "") continue;
    const begin = index + segment.indexOf(trimmed);
    sentences.push({ begin, end: begin + trimmed.length });
  }
  const together = Math.ceil(sentences.length / most) || 1;
  const groups: Stretch[] = [];
  for (let at = 0; at < sentences.length; at += together) {
    const last = sentences[Math.min(at + together, sentences.length) - 1] as Stretch;
    groups.push({ begin: (sentences[at] as Stretch).begin, end: last.end });
  }
  return groups;
}
