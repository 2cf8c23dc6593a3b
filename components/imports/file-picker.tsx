"use client";

import clsx from "clsx";
import { Upload } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/feedback";
import { useUpload } from "#lib/client/imports";

/** Takes a file by dialog or drop and sends it; the import's id comes back. */
export function FilePicker({ onDone }: { onDone: (id: string) => void }) {
  const [share, setShare] = useState(0);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const upload = useUpload(setShare);
  const hint = useId();
  const send = (file: File | undefined) => file && upload.mutate(file, { onSuccess: ({ id }) => onDone(id) });

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={clsx(
        "flex flex-col items-center gap-2 rounded-lg border-2 border-dashed px-6 py-10 text-center motion-safe:transition-colors",
        over ? "border-accent bg-accent-wash" : "border-line-strong/60 bg-surface",
      )}
    >
      <Upload aria-hidden className="size-7 stroke-[1.5] text-faint" />
      <p className="font-semibold">Drop a file here</p>
      <p id={hint} className="text-faint text-sm">
        .csv, .jsonl or .xlsx, up to 200 MB. Nothing is taken before you have seen its columns.
      </p>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.jsonl,.ndjson,.xlsx"
        className="sr-only"
        tabIndex={-1}
        aria-label="File to import"
        onChange={(event) => send(event.target.files?.[0])}
      />
      <Button
        variant="primary"
        className="mt-2"
        busy={upload.isPending}
        aria-describedby={hint}
        onClick={() => input.current?.click()}
      >
        {upload.isPending ? `Sending, ${Math.round(share * 100)}%` : "Choose a file"}
      </Button>
      {upload.error && (
        <Notice tone="error" className="mt-2 text-left">
          {upload.error.message}
        </Notice>
      )}
    </div>
  );
}
