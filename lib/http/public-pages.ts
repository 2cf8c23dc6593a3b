/** Pages that anybody may open; every other page asks for a sign-in first. */
const PUBLIC_PAGES = [/^\/login$/, /^\/appeal\/[^/]+$/, /^\/invite\/[^/]+$/, /^\/docs(\/|$)/];

/** Whether a page opens without signing in. */
export function isPublicPage(path: string): boolean {
  return PUBLIC_PAGES.some((page) => page.test(path));
}

/** A path of this site to go on to after signing in; anything else becomes the start page. */
export function safeCallback(target: string | null | undefined): string {
  const here = "http://here.invalid";
  if (!target?.startsWith("/") || !URL.canParse(target, here)) return "/";
  const url = new URL(target, here);
  return url.origin === here ? url.pathname + url.search : "/";
}
