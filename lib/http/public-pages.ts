/** Pages that anybody may open; every other page asks for a sign-in first. */
const PUBLIC_PAGES = [/^\/login$/, /^\/appeal\/[^/]+$/, /^\/invite\/[^/]+$/, /^\/docs(\/|$)/];

export function isPublicPage(path: string): boolean {
  return PUBLIC_PAGES.some((page) => page.test(path));
}

/** A path of this site to go on to after signing in; anything else becomes the start page. */
export function safeCallback(target: string | null | undefined): string {
  if (!target?.startsWith("/") || /^\/[/\\]/.test(target) || /[\u0000-\u001f]/.test(target)) return "/";
  return target;
}
