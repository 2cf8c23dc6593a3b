"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { dateTime, useNow } from "#lib/client/time";
import { AUDIT_TITLES, type AuditRow } from "#lib/domain/audit";

export function AuditTable({ rows }: { rows: AuditRow[] }) {
  return (
    <Table label="Audit log">
      <Thead>
        <tr>
          <Th>
            <span className="sr-only">Details</span>
          </Th>
          <Th numeric>Row</Th>
          <Th>When</Th>
          <Th>What</Th>
          <Th>By</Th>
          <Th>About</Th>
        </tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <AuditEntry key={row.seq} row={row} />
        ))}
      </Tbody>
    </Table>
  );
}

function AuditEntry({ row }: { row: AuditRow }) {
  const [open, setOpen] = useState(false);
  const inBrowser = useNow() > 0;
  return (
    <>
      <Tr>
        <Td className="w-8">
          <IconButton
            size="sm"
            label={open ? `Hide details of row ${row.seq}` : `Details of row ${row.seq}`}
            aria-expanded={open}
            icon={<ChevronRight aria-hidden className={open ? "size-4 rotate-90" : "size-4"} />}
            onClick={() => setOpen(!open)}
          />
        </Td>
        <Td numeric className="text-faint">
          {row.seq}
        </Td>
        <Td className="tabular whitespace-nowrap">
          <time dateTime={row.at}>{inBrowser && dateTime(row.at)}</time>
        </Td>
        <Td className="whitespace-nowrap font-medium">{AUDIT_TITLES[row.action]}</Td>
        <Td className="whitespace-nowrap">{row.actorName ?? row.actor}</Td>
        <Td>
          <code className="whitespace-nowrap font-mono text-xs">{row.subject}</code>
        </Td>
      </Tr>
      {open && (
        <tr className="bg-sunken/50">
          <td colSpan={6} className="px-4 py-3">
            <AuditDetails row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

function AuditDetails({ row }: { row: AuditRow }) {
  const facts = [
    ["Exact time", row.at],
    ["Actor", row.actor],
    ["Fingerprint", row.hash],
    ["Row before", row.prevHash],
  ];
  return (
    <div className="flex flex-col gap-3">
      <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-surface p-3 font-mono text-xs">
        {JSON.stringify(row.payload, null, 2)}
      </pre>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="break-all font-mono">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
