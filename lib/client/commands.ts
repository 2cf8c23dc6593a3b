import { useEffect } from "react";

/** Something that can be done on the page at hand, by name. */
export interface PageCommand {
  label: string;
  /** The key that does the same, as people read it. */
  key?: string;
  run: () => void;
}

let offered: () => PageCommand[] = () => [];

/** Offers what can be done on this page to the palette, for as long as the page is there. */
export function useCommands(list: () => PageCommand[]) {
  useEffect(() => {
    offered = list;
    return () => {
      offered = () => [];
    };
  }, [list]);
}

/** What the page at hand offers now. */
export const pageCommands = (): PageCommand[] => offered();
