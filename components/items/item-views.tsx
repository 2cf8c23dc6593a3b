"use client";

import { Bookmark, BookmarkPlus, Download, Link2, Share2, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { Checkbox } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { Field, Input } from "#components/ui/field";
import { useToast } from "#components/ui/toast";
import { type ItemFilter, writeFilter } from "#lib/client/items";
import { useForgetView, useSaveView, useViews } from "#lib/client/saved-views";
import { ExportDialog } from "./export-dialog";

/** Kept searches as links that can be shared, and what can be done with the present one. */
export function ItemViews({ filter, mayExport }: { filter: ItemFilter; mayExport: boolean }) {
  const search = writeFilter(filter);
  const { data } = useViews();
  const forget = useForgetView();
  const toast = useToast();
  const [open, setOpen] = useState<"save" | "export" | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(window.location.href).then(
      () => toast.show({ tone: "success", message: "The link to this search is copied." }),
      () => toast.show({ tone: "error", message: "The browser did not let this page copy." }),
    );
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      {data?.views.map((view) => (
        <span
          key={view.id}
          className="inline-flex h-7 items-center rounded-md border border-line bg-surface text-xs shadow-panel"
        >
          <Link
            href={`/items?${view.search}`}
            aria-current={view.search === search ? "page" : undefined}
            className="inline-flex h-full items-center gap-1.5 rounded-md px-2.5 hover:bg-hover aria-[current=page]:bg-accent-wash aria-[current=page]:text-accent-ink"
          >
            {view.shared ? (
              <Share2 aria-hidden className="size-3.5" />
            ) : (
              <Bookmark aria-hidden className="size-3.5" />
            )}
            {view.name}
          </Link>
          {view.mine && (
            <IconButton
              size="sm"
              label={`Forget the view ${view.name}`}
              icon={<X aria-hidden className="size-3.5" />}
              onClick={() =>
                forget.mutate(view.id, {
                  onError: (problem) => toast.show({ tone: "error", message: problem.message }),
                })
              }
            />
          )}
        </span>
      ))}
      <span className="ml-auto flex flex-wrap gap-2">
        {search !== "" && (
          <>
            <Button
              size="sm"
              variant="ghost"
              icon={<Link2 aria-hidden className="size-3.5" />}
              onClick={copy}
            >
              Copy link
            </Button>
            <Button
              size="sm"
              variant="ghost"
              icon={<BookmarkPlus aria-hidden className="size-3.5" />}
              onClick={() => setOpen("save")}
            >
              Keep as a view
            </Button>
          </>
        )}
        {mayExport && (
          <Button
            size="sm"
            icon={<Download aria-hidden className="size-3.5" />}
            onClick={() => setOpen("export")}
          >
            Export
          </Button>
        )}
      </span>
      {open === "save" && <SaveView search={search} onClose={() => setOpen(null)} />}
      {open === "export" && <ExportDialog filter={filter} onClose={() => setOpen(null)} />}
    </div>
  );
}

function SaveView({ search, onClose }: { search: string; onClose: () => void }) {
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useSaveView();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keep this search"
      description="It stands above the list, as a link."
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={name.trim() === ""}
            busy={save.isPending}
            onClick={() => save.mutate({ name, search, shared }, { onSuccess: onClose })}
          >
            Keep
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Name" error={save.error?.message}>
          <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Checkbox
          label="Share with colleagues"
          hint="They see it, and cannot change it"
          checked={shared}
          onChange={(event) => setShared(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}
