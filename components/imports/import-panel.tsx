"use client";

import { ArrowLeft, Download } from "lucide-react";
import { Button, buttonClass } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { useImport, useStartImport, useStopImport } from "#lib/client/imports";
import type { ImportDetail } from "#lib/domain/imports";
import { ImportChart } from "./import-chart";
import { MappingForm } from "./mapping-form";

/** One import from its columns to its results. */
export function ImportPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useImport(id);
  if (error && !data) return <ErrorState message={error.message} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-64" />;
  const fresh = data.import.state === "ready";
  return (
    <Card
      title={<span className="break-all">{data.import.name}</span>}
      aria-label={`Import of ${data.import.name}`}
      description={fresh ? "Say which column holds what. Nothing has been taken yet." : undefined}
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={<ArrowLeft aria-hidden className="size-3.5" />}
          onClick={onClose}
        >
          Another file
        </Button>
      }
    >
      {fresh ? <MappingForm detail={data} /> : <Course detail={data} />}
    </Card>
  );
}

const figure = (count: number) => count.toLocaleString("en");

const STATES = {
  ready: "Ready",
  running: "Running",
  stopped: "Stopped",
  failed: "Failed",
  done: "Done: every row is taken and judged",
};

function Course({ detail }: { detail: ImportDetail }) {
  const { id, state, taken, ended, waiting, accepted, known, refused, problem } = detail.import;
  const start = useStartImport(id);
  const stop = useStopImport(id);
  const judged = Math.max(0, taken - refused - waiting);
  const failure = start.error ?? stop.error;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite" className="tabular font-medium">
          {STATES[state]}
          {state === "running" &&
            (ended ? ", waiting for the last verdicts" : ", taking rows as fast as they are judged")}
        </p>
        <div className="flex flex-wrap gap-2">
          {state === "running" && (
            <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate()}>
              Stop
            </Button>
          )}
          {(state === "stopped" || state === "failed") && (
            <Button
              size="sm"
              variant="primary"
              busy={start.isPending}
              onClick={() => start.mutate(undefined)}
            >
              Go on
            </Button>
          )}
          <DownloadLink href={`/api/desk/imports/${id}/results`}>Results</DownloadLink>
          {refused > 0 && <DownloadLink href={`/api/desk/imports/${id}/errors`}>Refused rows</DownloadLink>}
        </div>
      </div>
      {problem && <Notice tone="error">{problem}</Notice>}
      {failure && <Notice tone="error">{failure.message}</Notice>}
      <dl className="tabular grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        {[
          ["Rows taken", taken],
          ["Judged", judged],
          ["Waiting", waiting],
          ["New items", accepted],
          ["There before", known],
          ["Refused", refused],
        ].map(([name, value]) => (
          <div key={name} className="rounded-md border border-line bg-sunken/40 px-3 py-2">
            <dt className="text-faint text-xs">{name}</dt>
            <dd className="font-semibold text-lg">{figure(Number(value))}</dd>
          </div>
        ))}
      </dl>
      <ImportChart summary={detail.summary} />
    </div>
  );
}

function DownloadLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} download className={buttonClass("secondary", "sm")}>
      <Download aria-hidden className="size-3.5" />
      {children}
    </a>
  );
}
