/** Names offered at a time. */
const MOST = 6;

/**
 * The name that is being typed after an @ before the caret: where it begins, and whose names begin so. Null when none is
 * being typed, nobody is called that, or it is complete.
 */
export function typedName(
  text: string,
  caret: number,
  people: readonly string[],
): { from: number; names: string[] } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from < 0 || /[\p{L}\p{N}]/u.test(before.charAt(from - 1))) return null;
  const begun = before.slice(from + 1).toLowerCase();
  if (begun.includes("\n")) return null;
  const names = [...new Set(people)].filter((name) => {
    const lower = name.toLowerCase();
    return (
      lower !== begun && lower.split(" ").some((_, at, words) => words.slice(at).join(" ").startsWith(begun))
    );
  });
  return names.length > 0 ? { from, names: names.slice(0, MOST) } : null;
}
