import { GAP_WORTH_SAYING } from "#lib/domain/text-explanation";

/** Says beside marks how much of the score their attribution misses, where that is more than a little. */
export function GapNote({ gap = 0 }: { gap: number | undefined }) {
  if (gap <= GAP_WORTH_SAYING) return null;
  return (
    <p className="text-faint text-xs">
      These marks are approximate: {Math.round(gap * 100)} % of the score is unaccounted for.
    </p>
  );
}
