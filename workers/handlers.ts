import type { Handler, Handlers } from "#lib/jobs/consume";
import type { JobName } from "#lib/jobs/registry";
import { applyDecision } from "#lib/services/apply-decision";
import { runBatch } from "#lib/services/batches";
import { deliverWebhooks } from "#lib/services/deliver-webhooks";
import { writeExport } from "#lib/services/export-items";
import { type ModerationPorts, moderateItem } from "#lib/services/moderate-item";
import { runImport } from "#lib/services/run-import";
import { sweep } from "#lib/services/sweep";

/** One handler per job; a job without one does not compile. */
export function createHandlers(ports: ModerationPorts): Handlers {
  return {
    moderate: ({ itemId }) => moderateItem(itemId, ports),
    "apply-decision": ({ decisionId }) => applyDecision(decisionId),
    "deliver-webhooks": ({ receiver }) => deliverWebhooks(receiver),
    batch: ({ batchId }) => runBatch(batchId),
    "run-import": async ({ importId }) => {
      await runImport(importId);
    },
    export: ({ exportId }) => writeExport(exportId),
    sweep: async () => {
      await sweep();
    },
  } satisfies { [K in JobName]: Handler<K> };
}
