export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that remembers the choice, so that the server paints the right theme at once. */
export const THEME_COOKIE = "sightline-theme";

/** Reads a cookie's value; anything unknown is the system's theme. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
