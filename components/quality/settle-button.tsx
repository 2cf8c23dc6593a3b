"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { useToast } from "#components/ui/toast";
import { keepLeftItem } from "#lib/client/left-item";
import { QUALITY } from "#lib/client/quality";
import { type Lease, takeTask } from "#lib/client/tasks";

const NOT_TO_BE_HAD =
  "It cannot be given to you now: a colleague has it, or it is outside of what you may be given.";

/** Takes one disagreement into the lead's hands and goes to the desk with it. */
export function SettleButton({ task, children }: { task: Lease; children: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const settle = async () => {
    setBusy(true);
    try {
      const { leaseToken } = await takeTask(task);
      // The desk goes on with this one, whatever else this person holds.
      keepLeftItem({ id: task.id, leaseToken });
      router.push("/review");
    } catch (error) {
      const { status, message } = error as { status?: number; message: string };
      toast.show({ tone: "error", message: status === 409 ? NOT_TO_BE_HAD : message });
      setBusy(false);
      await client.invalidateQueries({ queryKey: QUALITY });
    }
  };
  return (
    <Button size="sm" busy={busy} onClick={() => void settle()}>
      {children}
    </Button>
  );
}
