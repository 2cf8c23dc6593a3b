import { DEFAULT_POLICY } from "../../lib/domain/policy";
import { addEntries } from "../../lib/services/manage-lists";
import { savePolicy } from "../../lib/services/manage-policy";

/** The demo's admin has been at work: list entries of every kind, and one change of the policy. */
export async function writeSettings(orgId: string, adminId: string): Promise<void> {
  const keywords = (...values: string[]) => values.map((value) => ({ kind: "keyword" as const, value }));
  await addEntries(
    orgId,
    {
      entries: keywords("no prescription", "claim your prize", "guaranteed returns", "hot singles"),
      category: "spam",
      action: "block",
      note: "Agreed with the community team; nobody has ever meant these kindly.",
    },
    adminId,
  );
  await addEntries(
    orgId,
    {
      entries: [
        { kind: "regex", value: "\\b(text|txt) [a-z]+ to \\d{5}\\b" },
        { kind: "regex", value: "\\bhttps?://[a-z0-9.-]*(secure|verify)-?login" },
      ],
      category: "spam",
      action: "flag",
      note: "Premium-rate numbers and look-alike sign-in pages.",
    },
    adminId,
  );
  await addEntries(
    orgId,
    {
      entries: keywords("winter tyres", "killer feature"),
      category: "spam",
      action: "allow",
      note: "Ordinary talk that other entries must not catch.",
    },
    adminId,
  );
  const { spam } = DEFAULT_POLICY.categories;
  const categories = { ...DEFAULT_POLICY.categories, spam: { ...spam, review: spam.review - 0.05 } };
  const note = "Spam slipped through in the marketplace: look at it a little earlier.";
  await savePolicy(orgId, { body: { ...DEFAULT_POLICY, categories }, note, basedOn: 1 }, adminId);
}
