import clsx from "clsx";
import { ChevronsDown, ChevronsUp, CircleCheck, Equal, Flag, OctagonX } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import type { DecisionKind, Priority } from "#lib/domain/terms";

export type Tone = "neutral" | "accent" | "approve" | "flag" | "block";

const TONES: Record<Tone, string> = {
  neutral: "border-line bg-sunken text-soft",
  accent: "border-accent/25 bg-accent-wash text-accent-ink",
  approve: "border-approve/30 bg-approve-wash text-approve-ink",
  flag: "border-flag/40 bg-flag-wash text-flag-ink",
  block: "border-block/30 bg-block-wash text-block-ink",
};

export interface BadgeProps {
  tone?: Tone;
  icon?: ReactNode;
  className?: string;
  title?: string;
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon, className, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-xs",
        TONES[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

type Icon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;

/** How each decision looks everywhere: tone, shape and word. */
export const DECISION_LOOKS: Record<DecisionKind, { tone: Tone; icon: Icon; word: string }> = {
  APPROVE: { tone: "approve", icon: CircleCheck, word: "Approved" },
  FLAG: { tone: "flag", icon: Flag, word: "Flagged" },
  BLOCK: { tone: "block", icon: OctagonX, word: "Blocked" },
};

export function DecisionBadge({
  decision,
  className,
}: {
  decision: DecisionKind | null;
  className?: string;
}) {
  if (!decision) return <Badge className={className}>Undecided</Badge>;
  const { tone, icon: Shape, word } = DECISION_LOOKS[decision];
  return (
    <Badge tone={tone} icon={<Shape aria-hidden className="size-3" />} className={className}>
      {word}
    </Badge>
  );
}

const PRIORITY_LOOKS: Record<Priority, { tone: Tone; icon: Icon; word: string }> = {
  high: { tone: "block", icon: ChevronsUp, word: "High" },
  medium: { tone: "flag", icon: Equal, word: "Medium" },
  low: { tone: "neutral", icon: ChevronsDown, word: "Low" },
};

export function PriorityBadge({ priority, className }: { priority: Priority; className?: string }) {
  const { tone, icon: Shape, word } = PRIORITY_LOOKS[priority];
  return (
    <Badge tone={tone} icon={<Shape aria-hidden className="size-3" />} className={className}>
      {word}
    </Badge>
  );
}
