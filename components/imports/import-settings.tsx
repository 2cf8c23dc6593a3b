"use client";

import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { useImports } from "#lib/client/imports";
import { FilePicker } from "./file-picker";
import { ImportPanel } from "./import-panel";
import { ImportTable } from "./import-table";

/** Files whose rows become items. */
export function ImportSettings() {
  const { data, error, refetch } = useImports();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title="Import"
        description="Have a whole file judged: each row becomes an item, live posts go first, and what became of every row comes back as a table. npm run import does the same from a terminal."
      />
      <div className="flex flex-col gap-4">
        {open ? (
          <ImportPanel key={open} id={open} onClose={() => setOpen(null)} />
        ) : (
          <FilePicker onDone={setOpen} />
        )}
        {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
        {!data && !error && <Skeleton className="h-32" />}
        {data && (
          <Card flush title="Files so far">
            {data.imports.length > 0 ? (
              <ImportTable imports={data.imports} open={open} onOpen={setOpen} />
            ) : (
              <EmptyState icon={<FileSpreadsheet aria-hidden />} title="No files yet">
                Each file that is taken stays here with how far it is, what was decided and its results as a
                table.
              </EmptyState>
            )}
          </Card>
        )}
      </div>
    </>
  );
}
