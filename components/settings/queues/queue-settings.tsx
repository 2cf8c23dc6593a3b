"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Dialog } from "#components/ui/dialog";
import { ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { useToast } from "#components/ui/toast";
import { useQueueRules, useRetireQueue } from "#lib/client/queue-rules";
import type { DeskQueue } from "#lib/domain/queue-rules";
import { QueueDialog } from "./queue-dialog";
import { QueueList } from "./queue-list";
import { TeamTable } from "./team-table";

/** Queues by rule, and who may be given what. */
export function QueueSettings() {
  const { data, error, refetch } = useQueueRules();
  const [open, setOpen] = useState<{ queue?: DeskQueue } | null>(null);
  const [retiring, setRetiring] = useState<DeskQueue | null>(null);
  return (
    <>
      <PageHeader
        title="Queues"
        description="Which items wait together, how many people decide them, and who may be given what."
        actions={
          <Button
            variant="primary"
            icon={<Plus aria-hidden className="size-4" />}
            disabled={!data}
            onClick={() => setOpen({})}
          >
            New queue
          </Button>
        }
      />
      {error && !data && <ErrorState message={error.message} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-48" />}
      {data && (
        <div className="flex flex-col gap-5">
          <Card
            title="Queues by rule"
            description="Tried from the top; the first whose conditions all hold takes the item. Deadlines are the same in all of them."
            flush
          >
            <QueueList queues={data.queues} onEdit={(queue) => setOpen({ queue })} onRetire={setRetiring} />
          </Card>
          <Card
            title="Skills"
            description="Nobody is given work outside of these. Leave a part open and everything in it may come."
            flush
          >
            <TeamTable />
          </Card>
        </div>
      )}
      {open && data && <QueueDialog queue={open.queue} queues={data.queues} onClose={() => setOpen(null)} />}
      {retiring && <RetireDialog queue={retiring} onClose={() => setRetiring(null)} />}
    </>
  );
}

function RetireDialog({ queue, onClose }: { queue: DeskQueue; onClose: () => void }) {
  const retire = useRetireQueue();
  const toast = useToast();
  const confirm = () =>
    retire.mutate(queue.name, {
      onSuccess: ({ moved }) => {
        const words = moved === 1 ? "1 waiting item" : `${moved} waiting items`;
        toast.show({
          tone: "success",
          message: `${queue.name} is retired; ${words} went to the general queue.`,
        });
        onClose();
      },
    });
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={`Retire the queue ${queue.name}?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="block" busy={retire.isPending} onClick={confirm}>
            Retire it
          </Button>
        </>
      }
    >
      {retire.error && (
        <Notice tone="error" className="mb-3">
          {retire.error.message}
        </Notice>
      )}
      <p className="text-sm">
        What waits in it goes to the general queue with its deadline, and can be decided there. The record of
        what was decided stays.
      </p>
    </Dialog>
  );
}
