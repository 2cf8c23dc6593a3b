import { EyeOff } from "lucide-react";
import { useViewDefaults } from "#lib/client/wellbeing";
import type { DeskMedia, KeptHidden } from "#lib/domain/media";

const REASONS: Record<KeptHidden, string> = {
  known: "it is known from a list",
  grave: "grave harm is suspected",
  unjudged: "no model has judged it",
  blind: "you decide before you see what the models think",
};

/** Why a medium is hidden or silent although this person wished otherwise; nothing where that is as they wish. */
export function KeptHiddenNote({
  medium: { kind, keptHidden },
}: {
  medium: Pick<DeskMedia, "kind" | "keptHidden">;
}) {
  const { blur, greyscale, mute } = useViewDefaults();
  const asWished = kind === "audio" ? mute : blur && greyscale && (mute || kind === "image");
  if (!keptHidden || asWished) return null;
  return (
    <p className="flex w-full items-start gap-1.5 text-soft text-xs print:hidden">
      <EyeOff aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {kind === "audio" ? "Silent" : "Hidden"} until you ask, whatever your wish: {REASONS[keptHidden]}.
    </p>
  );
}
