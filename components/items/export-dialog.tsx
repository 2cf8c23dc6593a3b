"use client";

import { Download, LoaderCircle } from "lucide-react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { type ItemFilter, queryOf } from "#lib/client/items";
import { useExports, useStartExport } from "#lib/client/saved-views";
import { dateTime } from "#lib/client/time";
import type { ExportView } from "#lib/domain/item-query";

/** Writes the items of a search to a file in the background, and hands out the files of the last week. */
export function ExportDialog({ filter, onClose }: { filter: ItemFilter; onClose: () => void }) {
  const start = useStartExport();
  const { data, error } = useExports(true);
  const begin = (format: "csv" | "jsonl") => start.mutate({ format, filter: queryOf(filter) });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Export"
      description="All items of this search, without their text: ids, decisions, scores, authors. It goes on when you close this."
      footer={
        <>
          <Button busy={start.isPending} onClick={() => begin("jsonl")}>
            Start as JSONL
          </Button>
          <Button variant="primary" busy={start.isPending} onClick={() => begin("csv")}>
            Start as CSV
          </Button>
        </>
      }
    >
      {(start.error ?? error) && (
        <Notice tone="error" className="mb-3">
          {(start.error ?? error)?.message}
        </Notice>
      )}
      {data?.exports.length === 0 && (
        <p className="text-faint text-sm">No file was written in the last week.</p>
      )}
      <ul className="flex flex-col divide-y divide-line">
        {data?.exports.map((entry) => (
          <ExportRow key={entry.id} entry={entry} />
        ))}
      </ul>
    </Dialog>
  );
}

const size = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

function ExportRow({ entry }: { entry: ExportView }) {
  const items = `${entry.rows.toLocaleString("en-GB")} items`;
  const going = entry.state === "waiting" || entry.state === "running";
  return (
    <li className="flex items-center justify-between gap-4 py-2 text-sm">
      <span>
        {dateTime(entry.createdAt)} <span className="text-faint">{entry.format.toUpperCase()}</span>
        <span role={going ? "status" : undefined} className="tabular block text-faint text-xs">
          {entry.state === "failed"
            ? "Failed. Start it again."
            : going
              ? `${items} so far`
              : `${items}, ${size(entry.bytes)}`}
        </span>
      </span>
      {going && <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />}
      {entry.state === "done" && (
        <a
          href={`/api/desk/exports/${entry.id}`}
          className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line-strong/60 px-2.5 text-xs hover:bg-hover"
        >
          <Download aria-hidden className="size-3.5" /> Download
        </a>
      )}
    </li>
  );
}
