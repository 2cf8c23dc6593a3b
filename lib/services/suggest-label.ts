import { createHash } from "node:crypto";
import type { Suggestion } from "#lib/domain/perspective-suggest";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { putSuggestion } from "#lib/store/suggestions";

export interface SuggestedLabel {
  orgId: string;
  apiKeyId: string;
  /** As the audit log names the key. */
  actor: string;
  text: string;
  language: string | null;
  community: string | null;
  /** The caller's own name for the comment. */
  reference: string | null;
  suggestion: Suggestion;
}

/** What people outside the desk say counts half of what a moderator decides there. */
const WEIGHT = 0.5;

/**
 * Keeps what somebody outside says of a text: a decided item with a label. Saying something else of the same comment
 * later replaces it.
 */
export async function suggestLabel(label: SuggestedLabel): Promise<void> {
  const { orgId, apiKeyId, actor, text, language, community, reference, suggestion } = label;
  const hash = createHash("sha256")
    .update(JSON.stringify([community, reference, text]))
    .digest("hex");
  await inTransaction(async (tx) => {
    const itemId = await putSuggestion(tx, {
      orgId,
      apiKeyId,
      contentId: `suggestion-${hash.slice(0, 32)}`,
      bodyHash: hash,
      text,
      language,
      community,
      decidedBy: actor,
      weight: WEIGHT,
      ...suggestion,
    });
    const { about, categories, harmful } = suggestion;
    await appendAudit(tx, {
      orgId,
      actor,
      action: "label.suggested",
      subject: itemId,
      payload: { about, categories, harmful },
    });
  });
}
