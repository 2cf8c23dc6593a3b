"use client";

import {
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { Insights } from "#lib/domain/insights";

/*
 * The drawn side of each figure. Everything here stands in the table below it as well, with links to the items, so the
 * drawings are hidden from screen readers and take no focus.
 */

const TICK = { fill: "var(--faint)", fontSize: 11 };
const TIP = {
  contentStyle: {
    background: "var(--raised)",
    border: "1px solid var(--line)",
    borderRadius: 6,
    fontSize: 12,
    color: "var(--ink)",
  },
  cursor: { fill: "var(--hover)" },
  isAnimationActive: false,
};
const axis = { tick: TICK, tickLine: false, axisLine: { stroke: "var(--line)" } };
const shortDay = (day: string) => `${day.slice(8)}.${day.slice(5, 7)}.`;

export interface DrawnProps<Row> {
  rows: Row[];
  /** Goes to the items behind a mark. */
  onPick: (row: Row, part?: "APPROVE" | "FLAG" | "BLOCK") => void;
}

export function VolumeChart({ rows, onPick }: DrawnProps<Insights["volumes"][number]>) {
  const part = (
    key: "approved" | "flagged" | "blocked",
    decision: "APPROVE" | "FLAG" | "BLOCK",
    fill: string,
  ) => (
    <Bar
      dataKey={key}
      stackId="decision"
      fill={fill}
      stroke="var(--surface)"
      isAnimationActive={false}
      cursor="pointer"
      onClick={(_, index) => rows[index] && onPick(rows[index], decision)}
    />
  );
  return (
    <ResponsiveContainer width="100%" height={220}>
      <BarChart data={rows} accessibilityLayer={false} margin={{ left: -12, right: 4, top: 8 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="day" tickFormatter={shortDay} {...axis} />
        <YAxis allowDecimals={false} {...axis} axisLine={false} />
        <Tooltip {...TIP} />
        {part("approved", "APPROVE", "var(--approve)")}
        {part("flagged", "FLAG", "var(--flag)")}
        {part("blocked", "BLOCK", "var(--block)")}
      </BarChart>
    </ResponsiveContainer>
  );
}

type Bin = Insights["reliability"][number];

/** Without `onPick` its marks lead nowhere. */
export function ReliabilityChart({ rows, onPick }: Pick<DrawnProps<Bin>, "rows"> & Partial<DrawnProps<Bin>>) {
  const most = Math.max(1, ...rows.map(({ labels }) => labels));
  /** The area of a dot grows with what it stands on; the smallest can still be hit. */
  const radius = (labels: number) => 2.5 + 5 * Math.sqrt(labels / most);
  return (
    <ResponsiveContainer width="100%" height={240}>
      <ComposedChart
        data={rows}
        accessibilityLayer={false}
        margin={{ left: -12, right: 8, top: 8 }}
        onClick={({ activeIndex }) => {
          const row = rows[Number(activeIndex)];
          if (row) onPick?.(row);
        }}
      >
        <CartesianGrid stroke="var(--line)" />
        <XAxis dataKey="meanScore" type="number" domain={[0, 1]} {...axis} />
        <YAxis type="number" domain={[0, 1]} {...axis} />
        <ReferenceLine
          segment={[
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ]}
          stroke="var(--line-strong)"
          strokeDasharray="4 4"
        />
        <Tooltip
          {...TIP}
          formatter={(value) => Number(value).toFixed(2)}
          labelFormatter={(label) => `score ${Number(label).toFixed(2)}`}
        />
        <Line
          dataKey="positive"
          name="found so by people"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={({ cx, cy, index }) => (
            <circle key={index} cx={cx} cy={cy} r={radius(rows[index]?.labels ?? 0)} fill="var(--accent)" />
          )}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

export function ScoreChart({ rows, onPick }: DrawnProps<Insights["scores"][number]>) {
  return (
    <ResponsiveContainer width="100%" height={240}>
      <BarChart
        data={rows}
        accessibilityLayer={false}
        margin={{ left: -12, right: 4, top: 8 }}
        barCategoryGap={1}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="from" interval={1} {...axis} />
        <YAxis allowDecimals={false} {...axis} axisLine={false} />
        <Tooltip {...TIP} labelFormatter={(label) => `score from ${label}`} />
        <Bar
          dataKey="items"
          fill="var(--accent)"
          isAnimationActive={false}
          cursor="pointer"
          onClick={(_, index) => rows[index] && onPick(rows[index])}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
