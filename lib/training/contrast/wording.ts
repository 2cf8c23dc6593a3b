import type { Random } from "../random";

/** A pattern with what `choose` gives for each `{...}`, innermost first; what it gives may hold others. */
export function filled(pattern: string, choose: (inside: string) => string): string {
  let text = pattern;
  while (/\{[^{}]*\}/u.test(text))
    text = text.replace(/\{([^{}]*)\}/gu, (_, inside: string) => choose(inside));
  return text;
}

/** Letters as they stand, small, large or with a large one first, as people write them. */
export function inSomeCase(text: string, random: Random): string {
  const dice = random.next();
  if (dice < 0.4) return text;
  if (dice < 0.65) return text.toLowerCase();
  if (dice < 0.7) return text.toUpperCase();
  return capitalised(text);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
