import { IntervalBar } from "#components/quality/interval-bar";
import { PriorityBadge } from "#components/ui/badge";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import type { Insights } from "#lib/domain/insights";

const whole = (n: number) => n.toLocaleString("en-GB");
const time = (seconds: number) =>
  seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;

/** What needed no person, which deadlines were kept and how fast, and appeals that were overturned. */
export function WorkTable({ data }: { data: Insights }) {
  const { autoAction, deadlines, timeToDecision, appeals } = data;
  return (
    <Table label="Work and deadlines">
      <Thead>
        <tr>
          <Th>Figure</Th>
          <Th numeric>Of</Th>
          <Th>Share</Th>
        </tr>
      </Thead>
      <Tbody>
        <Tr>
          <Td className="whitespace-nowrap">Needed no person</Td>
          <Td numeric>{whole(data.volumes.reduce((sum, day) => sum + day.received, 0))}</Td>
          <Td>
            <IntervalBar interval={autoAction} from={0} to={1} />
          </Td>
        </Tr>
        {deadlines.map(({ priority, closed, rate }) => {
          const took = timeToDecision.find((row) => row.priority === priority);
          return (
            <Tr key={priority}>
              <Td className="whitespace-nowrap">
                <PriorityBadge priority={priority} /> deadlines kept
                {took && (
                  <span className="block whitespace-normal text-faint text-xs">
                    decided in {time(took.median)} (median), {time(took.p90)} (nine in ten)
                  </span>
                )}
              </Td>
              <Td numeric>{whole(closed)}</Td>
              <Td>
                <IntervalBar interval={rate} from={0} to={1} />
              </Td>
            </Tr>
          );
        })}
        <Tr>
          <Td className="whitespace-nowrap">Appeals overturned</Td>
          <Td numeric>{whole(appeals.decided)}</Td>
          <Td>
            <IntervalBar interval={appeals.rate} from={0} to={1} />
          </Td>
        </Tr>
      </Tbody>
    </Table>
  );
}
