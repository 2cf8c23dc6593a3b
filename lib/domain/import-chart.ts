import type { ImportSummary } from "./imports";
import { CATEGORIES, CATEGORY_TITLES } from "./taxonomy";

const WIDTH = 640;
const LABEL = 150;
const BAR = 400;
const ROW = 26;

interface Bar {
  label: string;
  count: number;
  colour: string;
}

/** Bars of a summary: what was decided, then what it was about, the most first. */
export function summaryBars({ decisions, categories, refused }: ImportSummary): {
  decided: Bar[];
  about: Bar[];
} {
  const decided = [
    { label: "Approved", count: decisions.APPROVE, colour: "#0f766e" },
    { label: "Flagged", count: decisions.FLAG, colour: "#d08a0f" },
    { label: "Blocked", count: decisions.BLOCK, colour: "#c2410c" },
    { label: "Not taken", count: refused, colour: "#8a8f98" },
  ];
  const about = CATEGORIES.map((category) => ({
    label: CATEGORY_TITLES[category],
    count: categories[category] ?? 0,
    colour: "#3949ab",
  })).filter(({ count }) => count > 0);
  return { decided, about: about.sort((a, b) => b.count - a.count) };
}

/** A summary as an SVG picture that stands by itself. */
export function summarySvg(summary: ImportSummary, title: string): string {
  const { decided, about } = summaryBars(summary);
  const parts: string[] = [];
  let y = 58;
  const draw = (heading: string, bars: Bar[]) => {
    parts.push(`<text x="24" y="${y}" font-weight="600">${heading}</text>`);
    y += 14;
    const most = Math.max(1, ...bars.map(({ count }) => count));
    for (const { label, count, colour } of bars) {
      const width = Math.max(count > 0 ? 2 : 0, (BAR * count) / most);
      parts.push(
        `<text x="24" y="${y + 15}">${label}</text>`,
        `<rect x="${LABEL}" y="${y + 3}" width="${width.toFixed(1)}" height="16" rx="2" fill="${colour}"/>`,
        `<text x="${(LABEL + width + 8).toFixed(1)}" y="${y + 15}">${count.toLocaleString("en")}</text>`,
      );
      y += ROW;
    }
    y += 26;
  };
  draw("Decisions", decided);
  if (about.length > 0) draw("Flagged or blocked for", about);
  const rows = summary.rows.toLocaleString("en");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="13" fill="#20242c" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="24" y="30" font-size="16" font-weight="600">${escapeXml(title)}: ${rows} rows</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
