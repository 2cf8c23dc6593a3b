import { IntervalBar } from "#components/quality/interval-bar";
import { Badge } from "#components/ui/badge";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import type { CategoryView, RecalibrationProposal } from "#lib/domain/recalibration-proposal";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/terms";
import { CURVE_WORDS } from "./model-words";

/** Per category: decisions, agreement, what is in force, and what a new curve would do. */
export function AgreementTable({ proposal }: { proposal: RecalibrationProposal }) {
  const { categories, inForce, needs } = proposal;
  return (
    <Table label="Scores against people's decisions">
      <Thead>
        <tr>
          <Th>Category</Th>
          <Th numeric>Decisions</Th>
          <Th numeric>Harmful</Th>
          <Th>Same side of the review threshold</Th>
          <Th>In force</Th>
          <Th numeric>Calibration error</Th>
          <Th>A new curve</Th>
        </tr>
      </Thead>
      <Tbody>
        {CATEGORIES.map((category) => {
          const found = categories.find((each) => each.category === category);
          const curve = inForce && !inForce.stale ? inForce.curves[category] : undefined;
          return (
            <Tr key={category}>
              <Td className="whitespace-nowrap">{CATEGORY_TITLES[category]}</Td>
              <Td numeric>{found?.labels ?? 0}</Td>
              <Td numeric>{found?.positives ?? 0}</Td>
              <Td>
                <IntervalBar interval={found?.agreement ?? null} from={0} to={1} />
              </Td>
              <Td className="whitespace-nowrap">
                {curve ? `${CURVE_WORDS[curve.kind]}, from decisions` : "the models' own"}
              </Td>
              <Td numeric className="whitespace-nowrap">
                {found ? percent(found.before) : "–"}
              </Td>
              <Td className="whitespace-nowrap">
                <Verdict found={found} needs={needs} />
              </Td>
            </Tr>
          );
        })}
      </Tbody>
    </Table>
  );
}

/** A share of one, with a decimal. */
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function Verdict({
  found,
  needs,
}: {
  found: CategoryView | undefined;
  needs: RecalibrationProposal["needs"];
}) {
  if (!found || found.reason === "too_few_labels")
    return <span className="text-faint">{tooFew(found, needs)}</span>;
  if (found.reason === "no_gain")
    return <span className="text-soft">no better ({percent(found.after)})</span>;
  return <Badge tone="accent">would be {percent(found.after)}</Badge>;
}

/** What a category still wants, e.g. `34 of 100 decisions`. */
export function tooFew(
  found: Pick<CategoryView, "labels" | "positives"> | undefined,
  needs: RecalibrationProposal["needs"],
): string {
  const { labels = 0, positives = 0 } = found ?? {};
  if (labels < needs.labels) return `${labels} of ${needs.labels} decisions`;
  if (positives < needs.ofEach) return `${positives} of ${needs.ofEach} harmful ones`;
  return `${labels - positives} of ${needs.ofEach} harmless ones`;
}
