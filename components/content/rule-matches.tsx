import { Badge, type Tone } from "#components/ui/badge";
import { CATEGORY_TITLES } from "#lib/domain/terms";
import type { RuleMatch, StageResult } from "#lib/domain/verdict";

const TONES: Record<RuleMatch["action"], Tone> = { block: "block", flag: "flag", allow: "approve" };

/** The matches of all stages in the order of the text. */
export function matchesOf(stages: StageResult[]): RuleMatch[] {
  return stages.flatMap((stage) => stage.matches).sort((a, b) => a.start - b.start);
}

/** The matches in the item's own text, whose places are places in it. */
export function matchesInText(stages: StageResult[]): RuleMatch[] {
  return matchesOf(stages.filter(({ modality }) => modality === "text"));
}

/** Which list entries matched, once each, with how often. */
export function RuleMatches({ matches }: { matches: RuleMatch[] }) {
  const entries = [...new Map(matches.map((match) => [match.entryId, match])).values()];
  if (entries.length === 0) return <p className="text-faint text-sm">No list entry matches.</p>;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {entries.map((entry) => {
        const times = matches.filter((match) => match.entryId === entry.entryId).length;
        return (
          <li key={entry.entryId} className="flex min-w-0 items-center gap-2">
            <code dir="auto" className="truncate rounded-xs bg-sunken px-1 font-mono text-xs">
              {entry.value}
            </code>
            {times > 1 && <span className="tabular text-faint text-xs">{times} times</span>}
            <span className="ml-auto truncate text-faint text-xs">{CATEGORY_TITLES[entry.category]}</span>
            <Badge tone={TONES[entry.action]}>{entry.action}</Badge>
          </li>
        );
      })}
    </ul>
  );
}
