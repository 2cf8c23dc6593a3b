import { Clock, type LucideIcon, OctagonX, ThumbsUp, TimerOff } from "lucide-react";
import type { ReactNode } from "react";
import type { AppealView } from "#lib/domain/desk";
import { plainDay, plainMoment } from "./plain-date";

interface Standing {
  icon: LucideIcon;
  look: string;
  title: string;
  children: ReactNode;
}

function standingOf(view: AppealView): Standing | null {
  switch (view.state) {
    case "available":
      return null;
    case "open":
      return {
        icon: Clock,
        look: "border-accent/30 bg-accent-wash",
        title: "We have your appeal",
        children: `You sent it on ${plainMoment(view.filedAt ?? view.decidedAt)}. Somebody who had no part in the decision will read it and decide anew. Keep this address: the answer will be here.`,
      };
    case "overturned":
      return {
        icon: ThumbsUp,
        look: "border-approve/30 bg-approve-wash",
        title: "Your appeal succeeded",
        children: `On ${plainDay(view.answeredAt ?? view.decidedAt)} a person read your appeal and took the decision back. The platform was told that your post may be shown again.`,
      };
    case "upheld":
      return {
        icon: OctagonX,
        look: "border-line-strong bg-surface",
        title: "The decision stands",
        children: `On ${plainDay(view.answeredAt ?? view.decidedAt)} a person who had no part in the decision read your appeal and came to the same result.`,
      };
    case "expired":
      return {
        icon: TimerOff,
        look: "border-line-strong bg-surface",
        title: "It is too late to appeal",
        children: `This decision could be appealed until ${plainDay(view.expiresAt)}.`,
      };
  }
}

function Quote({ title, children }: { title: string; children: string }) {
  return (
    <div className="mt-3">
      <h3 className="font-medium text-sm">{title}</h3>
      <p dir="auto" className="mt-0.5 whitespace-pre-wrap text-base [overflow-wrap:anywhere]">
        {children}
      </p>
    </div>
  );
}

/** Where the appeal stands, first on the page once there is one; announced when it changes. */
export function AppealStatus({ view }: { view: AppealView }) {
  const standing = standingOf(view);
  const { icon: Shape } = standing ?? {};
  return (
    <div role="status">
      {standing && Shape && (
        <div className={`mb-7 rounded-lg border px-4 py-4 ${standing.look}`}>
          <h2 className="flex items-center gap-2 font-semibold">
            <Shape aria-hidden className="size-5" />
            {standing.title}
          </h2>
          <p className="mt-1.5 text-base">{standing.children}</p>
          {view.answer && <Quote title="Their reason">{view.answer}</Quote>}
          {view.statement && <Quote title="What you wrote">{view.statement}</Quote>}
        </div>
      )}
    </div>
  );
}
