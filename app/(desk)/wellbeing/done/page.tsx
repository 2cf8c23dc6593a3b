import type { Metadata } from "next";
import { LinkButton } from "#components/ui/button";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Your shift is over" };

/** The end of a shift: no figures, nothing to do. What was held went back to the queue when the desk was left. */
export default async function ShiftDonePage() {
  const { name } = await requireUser("moderator");
  return (
    <div className="grid min-h-full place-items-center px-6 py-16">
      <div className="flex max-w-md flex-col items-center gap-4 text-center">
        <svg aria-hidden viewBox="0 0 120 60" className="w-40">
          <circle cx="60" cy="44" r="18" className="fill-flag/70" />
          <path d="M0 44 Q 30 36 60 44 T 120 44 V60 H0 Z" className="fill-accent-wash" />
          <path d="M0 50 Q 30 44 60 50 T 120 50 V60 H0 Z" className="fill-accent/30" />
        </svg>
        <h1 className="font-semibold text-2xl tracking-tight">
          That is enough for today, {name.split(" ")[0]}
        </h1>
        <p className="text-soft">
          What you were looking at went back to the queue, and colleagues will take it from here. Nothing
          waits for you.
        </p>
        <p className="text-faint text-sm">
          If something you saw stays with you, talk to somebody you trust. You do not need a reason to opt out
          of a kind of harm tomorrow.
        </p>
        <LinkButton href="/wellbeing" variant="ghost">
          Back to your page
        </LinkButton>
      </div>
    </div>
  );
}
