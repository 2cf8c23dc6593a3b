/** `?a=1&b=2` of the values that are there; nothing when none is. */
export function queryString(values: Record<string, string | number | undefined>): string {
  const present = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(present.map(([key, value]) => [key, String(value)])).toString();
  return search && `?${search}`;
}
