import { DECISION_LOOKS } from "#components/ui/badge";
import { summaryBars } from "#lib/domain/import-chart";
import type { ImportSummary } from "#lib/domain/imports";

const FILLS: Record<string, string> = {
  [DECISION_LOOKS.APPROVE.word]: "fill-approve",
  [DECISION_LOOKS.FLAG.word]: "fill-flag",
  [DECISION_LOOKS.BLOCK.word]: "fill-block",
  "Not taken": "fill-line-strong",
};

/** What an import came to: decisions, and what was flagged or blocked for. */
export function ImportChart({ summary }: { summary: ImportSummary }) {
  const { decided, about } = summaryBars(summary);
  return (
    <div className="grid gap-6 md:grid-cols-2">
      <Bars title="Decisions" bars={decided} />
      {about.length > 0 && <Bars title="Flagged or blocked for" bars={about} />}
    </div>
  );
}

function Bars({ title, bars }: { title: string; bars: { label: string; count: number }[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-semibold text-faint text-xs">{title}</h3>
      <ul className="flex flex-col gap-1.5">
        {bars.map(({ label, count }) => (
          <li key={label} className="grid grid-cols-[7.5rem_1fr_auto] items-center gap-3 text-sm">
            <span className="truncate">{label}</span>
            <svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none" className="h-3 w-full">
              <rect x="0" y="0" width="100" height="10" rx="1" className="fill-hover" />
              <rect
                x="0"
                y="0"
                width={count > 0 ? Math.max(1, (count / most) * 100) : 0}
                height="10"
                rx="1"
                className={FILLS[label] ?? "fill-accent"}
              />
            </svg>
            <span className="tabular min-w-12 text-right font-medium">{count.toLocaleString("en")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
