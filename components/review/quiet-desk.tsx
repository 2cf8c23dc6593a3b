"use client";

import { Coffee } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/feedback";
import { usePresence } from "./use-lease";

const ASK_EVERY_MS = 4000;
/** Without a sign of life for so long the desk stops asking: an item claimed for nobody would only wait. */
const ASK_WHILE_SEEN_MS = 120_000;

// Only who has run out of work needs it: the desk itself stays small.
const CareNotice = dynamic(() =>
  import("#components/wellbeing/care-notice").then((module) => module.CareNotice),
);

/** Nothing that this person may be given now. Asks again every few seconds while somebody is there. */
export function QuietDesk({ claim }: { claim: () => void }) {
  const lastSeen = usePresence();
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => {
      const there =
        document.visibilityState === "visible" && Date.now() - lastSeen.current < ASK_WHILE_SEEN_MS;
      setPaused(!there);
      if (there) claim();
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [claim, lastSeen]);
  return (
    <EmptyState
      icon={<Coffee aria-hidden />}
      title="No item for you now"
      action={<LinkButton href="/queues">See the queues</LinkButton>}
    >
      {paused
        ? "Paused while you are away. Move or press a key, and the next item will come."
        : "The next one appears here by itself."}
      <CareNotice />
    </EmptyState>
  );
}
