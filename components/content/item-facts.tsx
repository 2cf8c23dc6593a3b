"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { ago, dateTime, useNow } from "#lib/client/time";
import type { DeskTask } from "#lib/domain/desk";

const LANGUAGES = new Intl.DisplayNames("en", { type: "language", fallback: "code" });
const REGIONS = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** A code in words where it is a real one: "de" is "German". */
function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export const languageName = (code: string) => named(LANGUAGES, code);

interface FactProps {
  name: string;
  /** Left out where the screen is wide. */
  spare?: boolean;
  children: ReactNode;
}

function Fact({ name, spare, children }: FactProps) {
  return (
    <div className={clsx("flex items-baseline justify-between gap-3", spare && "lg:hidden")}>
      <dt className="shrink-0 text-faint">{name}</dt>
      <dd className="min-w-0 truncate text-right">{children}</dd>
    </div>
  );
}

interface ItemFactsProps {
  item: DeskTask["item"];
  /** On wide screens without what the head of the desk says: community, language and reach. */
  brief?: boolean;
}

/** Where and when an item was posted, and to how many. Unknown facts are left out. */
export function ItemFacts({ item, brief = false }: ItemFactsProps) {
  const now = useNow();
  const posted = item.postedAt ?? item.receivedAt;
  return (
    <dl className="flex flex-col gap-0.5 text-sm">
      {item.community && (
        <Fact spare={brief} name="Community">
          {item.community}
        </Fact>
      )}
      {item.context && <Fact name="Kind">{item.context}</Fact>}
      {item.language && (
        <Fact spare={brief} name="Language">
          {languageName(item.language)}
        </Fact>
      )}
      {item.region && <Fact name="Region">{named(REGIONS, item.region)}</Fact>}
      {item.reach !== null && (
        <Fact spare={brief} name="Reach">
          {item.reach.toLocaleString("en-GB")}
        </Fact>
      )}
      <Fact name={item.postedAt ? "Posted" : "Received"}>
        <time dateTime={posted} title={dateTime(posted)}>
          {ago(posted, now)}
        </time>
      </Fact>
      <Fact name="Content id">
        <span className="font-mono text-xs" title={item.contentId}>
          {item.contentId}
        </span>
      </Fact>
    </dl>
  );
}
