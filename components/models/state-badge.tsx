import { CircleCheck, CircleDashed, CircleOff, CirclePause, CircleSlash, TriangleAlert } from "lucide-react";
import type { ComponentType } from "react";
import { Badge, type Tone } from "#components/ui/badge";
import type { ModelState } from "#lib/domain/model-state";

type Icon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;

const LOOKS: Record<ModelState, { tone: Tone; icon: Icon; word: string }> = {
  serving: { tone: "approve", icon: CircleCheck, word: "Serving" },
  partly: { tone: "flag", icon: TriangleAlert, word: "Partly" },
  down: { tone: "block", icon: CircleOff, word: "Not serving" },
  unknown: { tone: "flag", icon: CircleSlash, word: "No worker" },
  standby: { tone: "neutral", icon: CirclePause, word: "When needed" },
  empty: { tone: "neutral", icon: CircleDashed, word: "Empty" },
};

/** How a model fares: shape, word and colour. */
export function StateBadge({ state }: { state: ModelState }) {
  const { tone, icon: Shape, word } = LOOKS[state];
  return (
    <Badge tone={tone} icon={<Shape aria-hidden className="size-3" />}>
      {word}
    </Badge>
  );
}
