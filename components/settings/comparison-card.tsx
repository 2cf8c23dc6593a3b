import { Card } from "#components/ui/card";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { FEW_TEXTS, type ScoreComparison } from "#lib/domain/score-comparison";

const decimals = (value: number | null, digits = 2) => (value === null ? "–" : value.toFixed(digits));

interface ComparisonCardProps {
  attribute: string;
  comparison: ScoreComparison;
  excerpts: Record<string, string>;
}

/** One attribute: how far both agree, the new threshold for each old one, and what moved most. */
export function ComparisonCard({ attribute, comparison, excerpts }: ComparisonCardProps) {
  const { texts, pearson, spearman, moved } = comparison;
  return (
    <Card
      title={attribute}
      description={`${texts.toLocaleString("en")} texts, correlation ${decimals(pearson)}, of ranks ${decimals(spearman)}`}
      flush
    >
      <ThresholdTable attribute={attribute} thresholds={comparison.thresholds} />
      <h3 className="border-line border-t px-4 pt-3 pb-1 font-semibold text-sm">Moved most</h3>
      <ul className="divide-y divide-line px-4 pb-2">
        {moved.map(({ row, before, after }) => (
          <li key={row} className="flex flex-wrap gap-x-3 py-2 text-sm">
            <span className="tabular whitespace-nowrap text-faint">
              Row {row}: {before.toFixed(2)} → {after.toFixed(2)}
            </span>
            <bdi className="line-clamp-2 min-w-0 basis-80 grow break-words">{excerpts[row]}</bdi>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ThresholdTable({
  attribute,
  thresholds,
}: {
  attribute: string;
  thresholds: ScoreComparison["thresholds"];
}) {
  return (
    <Table label={`Thresholds for ${attribute}`}>
      <Thead>
        <tr>
          <Th numeric>Perspective</Th>
          <Th numeric>Sightline</Th>
          <Th numeric>Texts above</Th>
          <Th numeric>Same side</Th>
          <Th>Note</Th>
        </tr>
      </Thead>
      <Tbody>
        {thresholds.map(({ before, after, texts, agreement }) => (
          <Tr key={before}>
            <Td numeric>{before.toFixed(2)}</Td>
            <Td numeric className="font-medium">
              {decimals(after, 3)}
            </Td>
            <Td numeric>{texts.toLocaleString("en")}</Td>
            <Td numeric>{(100 * agreement).toFixed(1)} %</Td>
            <Td className="text-faint text-xs">
              {texts < FEW_TEXTS && (texts === 0 ? "No text reached it." : "Few texts: a hint only.")}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
