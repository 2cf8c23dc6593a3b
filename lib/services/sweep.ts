import { DELIVERY_DAYS } from "#lib/domain/webhooks";
import { enqueueMany } from "#lib/jobs/enqueue";
import { dropStaleFiles } from "#lib/media/receive";
import { log } from "#lib/observe/log";
import { takeStrandedBatches } from "#lib/store/batches";
import { findOverdueDecisions } from "#lib/store/decisions";
import { dropOldAnswers } from "#lib/store/idempotency";
import { abandonedImports } from "#lib/store/imports";
import { findItems, takeStranded } from "#lib/store/items";
import { takeUncopied } from "#lib/store/media";
import { forgetOldExposures } from "#lib/store/private-care";
import { foldTally } from "#lib/store/queue-tally";
import { dropIdleBuckets } from "#lib/store/rate-buckets";
import { expireLeases } from "#lib/store/tasks";
import { dropOldDeliveries, receiversDue } from "#lib/store/webhook-deliveries";
import { applyDecision } from "./apply-decision";
import { dropOldExports } from "./export-items";
import { stockGolden } from "./golden-items";
import { giveUpOnItem } from "./moderate-item";
import { wakeReceivers } from "./webhook-events";

/** Older than this and still not judged: its job is taken for lost. Longer than a retried job needs. */
const STRANDED_MS = 30_000;
/** Started this often without a verdict, an item goes to a person. */
const MAX_ATTEMPTS = 6;
const PAGE = 500;

export interface SweepReport {
  requeued: number;
  handedOver: number;
  copiesResumed: number;
  leasesExpired: number;
  decisionsApplied: number;
  receiversWoken: number;
  batchesResumed: number;
  importsResumed: number;
}

/**
 * Repairs what crashes leave behind: items without a job are enqueued again, those that keep failing go to a
 * person, media whose copy for people was never made get it, expired leases return to their queue, human decisions
 * whose job was lost take effect, batches whose job was lost go on, webhook events that are due are sent. Rate limits
 * and kept answers that nobody came near for a day, and old webhook deliveries, are forgotten.
 */
export async function sweep(now = new Date()): Promise<SweepReport> {
  const stranded = await takeStranded(new Date(now.getTime() - STRANDED_MS), PAGE);
  const hopeless = stranded.filter((item) => item.attempts >= MAX_ATTEMPTS).map((item) => item.id);
  const again = stranded.filter((item) => item.attempts < MAX_ATTEMPTS).map((item) => ({ itemId: item.id }));
  if (again.length > 0) await enqueueMany("moderate", again);
  for (const item of await findItems(hopeless))
    await giveUpOnItem(item, `not judged in ${item.attempts} attempts`);
  const uncopied = await takeUncopied(now, PAGE);
  if (uncopied.length > 0)
    await enqueueMany(
      "moderate",
      uncopied.map((itemId) => ({ itemId })),
    );
  const leasesExpired = await expireLeases(PAGE);
  const late = await findOverdueDecisions(new Date(now.getTime() - 5000), PAGE);
  for (const { id } of late) await applyDecision(id);
  const receivers = await receiversDue(PAGE);
  await wakeReceivers(receivers);
  const imports = await abandonedImports(now);
  if (imports.length > 0)
    await enqueueMany(
      "run-import",
      imports.map((importId) => ({ importId })),
    );
  await dropIdleBuckets();
  await foldTally();
  await forgetOldExposures();
  await dropOldDeliveries(new Date(now.getTime() - DELIVERY_DAYS * 86_400_000), PAGE);
  await dropStaleFiles(now);
  const batches = await takeStrandedBatches(new Date(now.getTime() - STRANDED_MS), PAGE);
  if (batches.length > 0)
    await enqueueMany(
      "batch",
      batches.map(({ id }) => ({ batchId: id })),
    );
  await dropOldAnswers();
  await stockGolden(now);
  await dropOldExports(now);
  const report = {
    requeued: again.length,
    handedOver: hopeless.length,
    copiesResumed: uncopied.length,
    leasesExpired,
    decisionsApplied: late.length,
    receiversWoken: receivers.length,
    batchesResumed: batches.length,
    importsResumed: imports.length,
  };
  if (Object.values(report).some((count) => count > 0)) log("sweep").info(report, "swept");
  return report;
}
