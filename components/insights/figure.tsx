import type { ReactNode } from "react";
import { Card } from "#components/ui/card";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";

interface FigureProps {
  title: string;
  note: string;
  drawn: ReactNode;
  head: string[];
  rows: ReactNode[][];
}

/** A drawing with the table behind it. */
export function Figure({ title, note, drawn, head, rows }: FigureProps) {
  return (
    <Card title={title} description={note}>
      <div aria-hidden>{drawn}</div>
      <details className="mt-3">
        <summary className="w-fit text-soft text-sm">{title} as a table</summary>
        <div className="mt-2 max-h-80 overflow-y-auto">
          <Table label={title}>
            <Thead>
              <tr>
                {head.map((name, at) => (
                  <Th key={name} numeric={at > 0}>
                    {name}
                  </Th>
                ))}
              </tr>
            </Thead>
            <Tbody>
              {rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
                <Tr key={at}>
                  {row.map((cell, column) => (
                    <Td key={head[column]} numeric={column > 0}>
                      {cell}
                    </Td>
                  ))}
                </Tr>
              ))}
            </Tbody>
          </Table>
        </div>
      </details>
    </Card>
  );
}
