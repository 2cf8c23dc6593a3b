/** Where menus and tooltips are put: inside the page's main landmark, so that they are never outside of all. */
export function overlayHome(): HTMLElement | undefined {
  return typeof document === "undefined" ? undefined : (document.querySelector("main") ?? undefined);
}
