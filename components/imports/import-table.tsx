"use client";

import { Badge, type Tone } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { ago, useNow } from "#lib/client/time";
import type { ImportView } from "#lib/domain/imports";

const STATES: Record<ImportView["state"], { tone: Tone; word: string }> = {
  ready: { tone: "neutral", word: "Ready" },
  running: { tone: "accent", word: "Running" },
  stopped: { tone: "flag", word: "Stopped" },
  failed: { tone: "block", word: "Failed" },
  done: { tone: "approve", word: "Done" },
};

interface ImportTableProps {
  imports: ImportView[];
  open: string | null;
  onOpen: (id: string) => void;
}

export function ImportTable({ imports, open, onOpen }: ImportTableProps) {
  const now = useNow();
  return (
    <Table label="Files imported">
      <Thead>
        <tr>
          <Th>File</Th>
          <Th>State</Th>
          <Th numeric>Rows</Th>
          <Th numeric>Refused</Th>
          <Th>Sent</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </Thead>
      <Tbody>
        {imports.map(({ id, name, state, taken, refused, createdAt, createdBy }) => (
          <Tr key={id}>
            <Td className="max-w-72">
              <span className="block truncate font-medium">{name}</span>
            </Td>
            <Td>
              <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>
            </Td>
            <Td numeric>{taken.toLocaleString("en")}</Td>
            <Td numeric>{refused.toLocaleString("en")}</Td>
            <Td className="whitespace-nowrap text-soft">
              {now > 0 && ago(createdAt, now)}
              {createdBy && <span className="block text-faint text-xs">by {createdBy}</span>}
            </Td>
            <Td className="text-right">
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Open ${name}`}
                aria-pressed={open === id}
                onClick={() => onOpen(id)}
              >
                Open
              </Button>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
