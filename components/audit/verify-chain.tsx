"use client";

import { ShieldCheck } from "lucide-react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { useVerifyChain } from "#lib/client/audit";

/** Recomputes the chain and says whether it holds. */
export function VerifyChain() {
  const verify = useVerifyChain();
  const { data, error } = verify;
  return (
    <>
      <Button
        icon={<ShieldCheck aria-hidden className="size-4" />}
        busy={verify.isPending}
        onClick={() => verify.mutate()}
      >
        Verify the chain
      </Button>
      {(data || error) && (
        <Dialog
          open
          size="sm"
          onClose={verify.reset}
          title={data?.ok ? "The record is whole" : data ? "The record was altered" : "Not verified"}
          footer={<Button onClick={verify.reset}>Close</Button>}
        >
          {error && <Notice tone="error">{error.message}</Notice>}
          {data?.ok && (
            <Notice tone="success">
              {data.rows} rows follow one from the other, checked in {data.ms} ms.
            </Notice>
          )}
          {data && !data.ok && (
            <Notice tone="error" title={`Row ${data.brokenSeq}: ${data.reason}`}>
              The {data.rows} rows before it are whole. Compare with a backup before anything else is written.
            </Notice>
          )}
        </Dialog>
      )}
    </>
  );
}
