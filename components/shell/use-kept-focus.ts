import { useEffect } from "react";

/** What else gives focus back does so before: a dialog or menu to its button, the desk to its post. */
const LAST_MS = 60;

const STOPS =
  "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']";

const isShown = (element: HTMLElement) => element.getClientRects().length > 0;

/** An element around the focus, and what stood before it. */
interface Step {
  element: HTMLElement;
  before: Element | null;
}

/** What took the place of the control that went, within the nearest part of the page that is still there; else what was before. */
function stopNear(path: readonly Step[]): HTMLElement | undefined {
  for (const [at, { element }] of path.entries()) {
    if (!element.isConnected) continue;
    const stops = [...element.querySelectorAll<HTMLElement>(STOPS)].filter(isShown);
    const before = path[at - 1]?.before;
    const isAfter = (stop: HTMLElement) =>
      !before?.isConnected ||
      (!before.contains(stop) && before.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING);
    const stop = stops.find(isAfter) ?? stops.at(-1);
    if (stop) return stop;
  }
  return undefined;
}

/**
 * Keeps the focus on the page where the control that had it goes, as a button does with the row that it removed: it moves
 * to the control that took its place. Only within one page: on another one the browser begins anew.
 */
export function useKeptFocus() {
  useEffect(() => {
    let path: Step[] = [];
    let address = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = ({ target }: FocusEvent) => {
      path = [];
      address = location.pathname;
      for (let at = target as HTMLElement | null; at && at !== document.body; at = at.parentElement)
        path.push({ element: at, before: at.previousElementSibling });
    };
    const check = () => {
      const lost = document.activeElement === document.body && path[0]?.element.isConnected === false;
      if (lost && address === location.pathname) stopNear(path)?.focus();
    };
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body || path[0]?.element.isConnected !== false) return;
      clearTimeout(timer);
      timer = setTimeout(check, LAST_MS);
    });
    document.addEventListener("focusin", remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("focusin", remember);
    };
  }, []);
}
