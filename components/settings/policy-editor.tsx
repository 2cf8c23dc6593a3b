"use client";

import { Save } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { useToast } from "#components/ui/toast";
import type { CategoryPolicy, PolicyBody } from "#lib/domain/policy";
import { type PolicyVersion, policyDiff } from "#lib/domain/policy-history";
import { clauseIds } from "#lib/domain/policy-tree";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { CategoryEditor } from "./category-editor";
import { PolicyPreview } from "./policy-preview";
import { PolicyVersions } from "./policy-versions";
import { SavePolicyDialog } from "./save-policy-dialog";
import { ThresholdInput } from "./threshold-input";

/** Largest share of approvals that can be spot-checked. */
const MOST_SPOT_CHECKS = 0.2;

interface PolicyEditorProps {
  active: PolicyVersion;
  versions: PolicyVersion[];
}

/** A draft of the next policy beside what it would do. */
export function PolicyEditor({ active, versions }: PolicyEditorProps) {
  const [draft, setDraft] = useState<PolicyBody>(active.body);
  const [note, setNote] = useState("");
  const [saving, setSaving] = useState(false);
  const toast = useToast();
  const changes = useMemo(() => policyDiff(active.body, draft), [active.body, draft]);
  const setCategory = (category: Category) => (entry: CategoryPolicy) =>
    setDraft((now) => ({ ...now, categories: { ...now.categories, [category]: entry } }));

  function restore({ version, body }: PolicyVersion) {
    setDraft(body);
    setNote(`As in version ${version}`);
    toast.show({ message: `Version ${version} is in the editor. Look at the preview, then save.` });
    document.getElementById("main")?.scrollTo({ top: 0 });
  }

  return (
    <>
      <PageHeader
        title="Policy"
        description={`Version ${active.version} is in force. Moving a threshold changes nothing until you save.`}
        actions={
          <>
            <Button disabled={changes.length === 0} onClick={() => setDraft(active.body)}>
              Discard
            </Button>
            <Button
              variant="primary"
              disabled={changes.length === 0}
              icon={<Save aria-hidden className="size-4" />}
              onClick={() => setSaving(true)}
            >
              Save as version {(versions[0]?.version ?? 0) + 1}
            </Button>
          </>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-3">
          {CATEGORIES.map((category) => (
            <CategoryEditor
              key={category}
              category={category}
              entry={draft.categories[category]}
              taken={clauseIds(draft)}
              changed={changes.some((change) => change.path.startsWith(`${category}.`))}
              onChange={setCategory(category)}
            />
          ))}
          <Card title="Spot checks" description="Share of approved items that a person checks all the same.">
            <ThresholdInput
              label="Share"
              of="Spot checks"
              value={draft.spotCheckRate}
              onChange={(rate) => setDraft({ ...draft, spotCheckRate: Math.min(rate, MOST_SPOT_CHECKS) })}
            />
          </Card>
        </div>
        <div className="order-first lg:sticky lg:top-4 lg:order-none">
          <PolicyPreview active={active.body} draft={draft} />
        </div>
      </div>
      <PolicyVersions versions={versions} active={active.version} onRestore={restore} />
      {saving && (
        <SavePolicyDialog
          draft={draft}
          basedOn={active.version}
          changes={changes}
          suggestedNote={note}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}
