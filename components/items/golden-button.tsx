"use client";

import { Award } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { useToast } from "#components/ui/toast";
import { useRetireGolden } from "#lib/client/quality";
import type { ItemDetail } from "#lib/domain/desk-items";
import type { Category } from "#lib/domain/terms";

const GoldenDialog = dynamic(() => import("./golden-dialog").then((module) => module.GoldenDialog));

/** Makes an item golden, or serves it no more; for leads and admins. */
export function GoldenButton({ detail, likely }: { detail: ItemDetail; likely: Category | null }) {
  const [adding, setAdding] = useState(false);
  const retire = useRetireGolden();
  const toast = useToast();
  const { item, verdict, decision } = detail;
  const decided = verdict?.decidedBy ?? [];
  const retireIt = () =>
    retire.mutate(item.id, {
      onSuccess: () => toast.show({ tone: "success", message: "It is served no more." }),
      onError: (problem) => toast.show({ tone: "error", message: problem.message }),
    });
  // One button for both, so that focus stays on it.
  return (
    <>
      <Button
        size="sm"
        busy={retire.isPending}
        icon={<Award aria-hidden className="size-3.5" />}
        onClick={detail.golden ? retireIt : () => setAdding(true)}
      >
        {detail.golden ? "Retire this golden item" : "Make this a golden item"}
      </Button>
      {adding && (
        <GoldenDialog
          itemId={item.id}
          decision={decision === "BLOCK" ? "BLOCK" : "APPROVE"}
          likely={decided.length > 0 ? decided : likely ? [likely] : []}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
