import { Badge, type Tone } from "#components/ui/badge";

const TONES: Record<string, Tone> = { GET: "accent", POST: "approve", PATCH: "flag", DELETE: "block" };

/** The method of an endpoint, in its own colour and always in words. */
export function MethodBadge({ method }: { method: string }) {
  return (
    <Badge tone={TONES[method] ?? "neutral"} className="font-mono">
      {method}
    </Badge>
  );
}
