"use client";

import { Trash2 } from "lucide-react";
import { Badge, DECISION_LOOKS } from "#components/ui/badge";
import { IconButton } from "#components/ui/button";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { useRemoveEntry } from "#lib/client/lists";
import { ago, useNow } from "#lib/client/time";
import type { ListEntry } from "#lib/domain/lists";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";
import type { ListAction } from "#lib/domain/verdict";
import { ACTION_WORDS, KIND_WORDS } from "./list-filters";

const DECISIONS = { block: "BLOCK", flag: "FLAG", allow: "APPROVE" } as const;

function ActionBadge({ action }: { action: ListAction }) {
  const { tone, icon: Shape } = DECISION_LOOKS[DECISIONS[action]];
  return (
    <Badge tone={tone} icon={<Shape aria-hidden className="size-3" />}>
      {ACTION_WORDS[action]}
    </Badge>
  );
}

/** Enough of a value to know it by: hashes are long. */
const shortly = (value: string) => (value.length > 40 ? `${value.slice(0, 16)}…` : value);

export function ListTable({ entries }: { entries: ListEntry[] }) {
  const remove = useRemoveEntry();
  const toast = useToast();
  const now = useNow();
  const takeOut = ({ id, value }: ListEntry) =>
    remove.mutate(id, {
      onSuccess: () => toast.show({ tone: "success", message: `“${shortly(value)}” is out of force.` }),
      onError: (error) => toast.show({ tone: "error", message: error.message }),
    });
  return (
    <Table label="List entries">
      <Thead>
        <tr>
          <Th>Entry</Th>
          <Th>Action</Th>
          <Th>Category</Th>
          <Th>Note</Th>
          <Th>Added</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </Thead>
      <Tbody>
        {entries.map((entry) => (
          <Tr key={entry.id}>
            <Td className="min-w-44 max-w-80 break-words">
              <span
                dir="auto"
                className={entry.kind === "keyword" ? "font-medium" : "break-all font-mono text-xs"}
              >
                {entry.value}
              </span>
              {entry.kind !== "keyword" && <Badge className="ml-2">{KIND_WORDS[entry.kind]}</Badge>}
            </Td>
            <Td className="whitespace-nowrap">
              <ActionBadge action={entry.action} />
            </Td>
            <Td className="whitespace-nowrap">{CATEGORY_TITLES[entry.category]}</Td>
            <Td className="min-w-52 max-w-60 break-words text-soft">{entry.note}</Td>
            <Td className="whitespace-nowrap text-soft">
              {now > 0 && ago(entry.createdAt, now)}
              {entry.createdBy && <span className="block text-faint text-xs">by {entry.createdBy}</span>}
            </Td>
            <Td className="w-10 text-right">
              <IconButton
                size="sm"
                label={`Remove ${shortly(entry.value)}`}
                icon={<Trash2 aria-hidden className="size-4" />}
                onClick={() => takeOut(entry)}
              />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
