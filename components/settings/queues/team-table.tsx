"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useTeam } from "#lib/client/queue-rules";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { SkillsDialog } from "./skills-dialog";

/** Who may be given what. */
export function TeamTable() {
  const { data, error, refetch } = useTeam();
  const [editing, setEditing] = useState<{ id: string; name: string } | null>(null);
  if (error && !data) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  const part = (values: string[]) =>
    values.length > 0 ? values.join(", ") : <span className="text-faint">any</span>;
  return (
    <>
      <Table label="Skills">
        <Thead>
          <tr>
            <Th>Name</Th>
            <Th>Languages</Th>
            <Th>Categories</Th>
            <Th>Queues</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </Thead>
        <Tbody>
          {data.people.map(({ id, name, role, languages, categories, queues }) => (
            <Tr key={id}>
              <Td className="whitespace-nowrap">
                {name} <span className="text-faint text-xs">{role}</span>
              </Td>
              <Td>{part(languages)}</Td>
              <Td>{part(categories.map((category) => CATEGORY_TITLES[category]))}</Td>
              <Td>{part(queues)}</Td>
              <Td className="w-10 text-right">
                <IconButton
                  label={`Change what ${name} may be given`}
                  icon={<Pencil aria-hidden className="size-4" />}
                  onClick={() => setEditing({ id, name })}
                />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {editing && <SkillsDialog personId={editing.id} name={editing.name} onClose={() => setEditing(null)} />}
    </>
  );
}
