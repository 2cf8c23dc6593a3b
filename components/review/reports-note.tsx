"use client";

import clsx from "clsx";
import { Megaphone } from "lucide-react";
import type { DeskReports } from "#lib/domain/desk";
import { CATEGORY_TITLES } from "#lib/domain/terms";

export interface ReportsNoteProps {
  reports: DeskReports;
  /** The post is blurred; reporters' words may quote it. */
  hidden: boolean;
}

/** What users of the platform reported: how many, for what, and how far they were right before. */
export function ReportsNote({ reports, hidden }: ReportsNoteProps) {
  const { count, weight, categories, notes } = reports;
  const reasons = categories.map(
    ({ category, count: times }) =>
      `${category ? CATEGORY_TITLES[category].toLowerCase() : "no reason"}${times > 1 ? ` \u00d7${times}` : ""}`,
  );
  return (
    <section
      aria-label="Reports"
      className="flex gap-2.5 border-line border-b bg-flag-wash px-4 py-2.5 text-sm md:px-8"
    >
      <Megaphone aria-hidden className="mt-0.5 size-4 shrink-0 text-flag-ink" />
      <div className="min-w-0">
        <p>
          <span className="font-medium">
            Reported {count === 1 ? "once" : `${count} times`}: {reasons.join(", ")}.
          </span>{" "}
          <span className="tabular text-soft">
            Weight {weight.toFixed(1)}, where somebody new counts 0.5.
          </span>
        </p>
        {notes.map((note, at) => (
          <blockquote
            // biome-ignore lint/suspicious/noArrayIndexKey: notes of one answer never move
            key={at}
            dir="auto"
            className={clsx(
              "mt-1 max-w-[72ch] border-flag/50 border-s-2 ps-2.5 text-soft [overflow-wrap:anywhere]",
              hidden && "select-none blur-[7px]",
            )}
          >
            {note}
          </blockquote>
        ))}
      </div>
    </section>
  );
}
