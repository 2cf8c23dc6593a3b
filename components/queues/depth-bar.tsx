import type { QueueOverview } from "#lib/domain/desk";

export interface DepthBarProps {
  queue: QueueOverview["queues"][number];
  /** Depth of the longest queue, which fills the width. */
  longest: number;
}

/**
 * A queue's depth against the longest one: overdue (full height), due soon (two thirds), the rest (a third), so
 * that the parts are told apart without colour. The figures stand beside it in the table.
 */
export function DepthBar({ queue, longest }: DepthBarProps) {
  const depth = queue.waiting + queue.leased;
  const x = (count: number) => (count / longest) * 100;
  const rest = Math.max(0, depth - queue.overdue - queue.dueSoon);
  return (
    <svg aria-hidden viewBox="0 0 100 12" preserveAspectRatio="none" className="block h-3 w-full">
      <rect x="0" y="0" width={x(queue.overdue)} height="12" className="fill-block" />
      <rect x={x(queue.overdue)} y="2" width={x(queue.dueSoon)} height="8" className="fill-flag" />
      <rect
        x={x(queue.overdue + queue.dueSoon)}
        y="8"
        width={x(rest)}
        height="4"
        className="fill-line-strong"
      />
    </svg>
  );
}
