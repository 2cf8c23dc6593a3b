import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import type { Teaching } from "#lib/domain/model-catalogue";
import { CATEGORY_TITLES } from "#lib/domain/terms";

/** How far labels have come towards teaching a model; `short`: the category that has come furthest, in one line. */
export function TeachingProgress({ teaching, short }: { teaching: Teaching; short?: boolean }) {
  const { needed, categories } = teaching;
  if (short) return <p className="mt-0.5 text-soft text-sm">To teach it: {shortWords(teaching)}</p>;
  return (
    <Table label="Labels that can teach it">
      <Thead>
        <tr>
          <Th>Category</Th>
          <Th numeric>Harmful</Th>
          <Th numeric>Harmless</Th>
          <Th>Enough?</Th>
        </tr>
      </Thead>
      <Tbody>
        {categories.map(({ category, harmful, harmless }) => (
          <Tr key={category}>
            <Td className="whitespace-nowrap">{CATEGORY_TITLES[category]}</Td>
            <Td numeric>
              {harmful} of about {needed}
            </Td>
            <Td numeric>
              {harmless} of about {needed}
            </Td>
            <Td className="whitespace-nowrap">
              {Math.min(harmful, harmless) >= needed ? "Worth training" : "Not yet"}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function shortWords({ judged, needed, categories }: Teaching): string {
  const [next] = [...categories].sort((a, b) => b.harmful - a.harmful);
  const ready = categories.filter(({ harmful, harmless }) => Math.min(harmful, harmless) >= needed);
  const names = ready.map(({ category }) => CATEGORY_TITLES[category].toLowerCase()).join(", ");
  if (judged === 0) return `no judged item yet, 0 of about ${needed} harmful ones that a category takes.`;
  if (ready.length > 0) return `${judged} judged items, enough for ${names}.`;
  if (!next || next.harmful === 0) return `${judged} judged items, none of them harmful by itself.`;
  const furthest = CATEGORY_TITLES[next.category].toLowerCase();
  return `${judged} judged items; ${furthest} has come furthest, ${next.harmful} of about ${needed} harmful ones.`;
}
