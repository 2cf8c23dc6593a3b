import { useState } from "react";
import { PolicyClauses } from "#components/content/policy-clauses";
import { ScoreList } from "#components/content/score-list";
import { DecisionBadge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import type { ItemDetail } from "#lib/domain/desk-items";
import type { Category } from "#lib/domain/terms";
import { BLIND_WORDS, whyHere } from "#lib/domain/why-here";
import { GoldenButton } from "./golden-button";
import { ReverseDialog } from "./reverse-dialog";

export interface ItemVerdictProps {
  detail: ItemDetail;
  /** The categories, the likeliest first. */
  order: Category[];
  shown: Category | null;
  onShow: (category: Category) => void;
}

/** What was decided of an item and why, and what can be done about it. */
export function ItemVerdict({ detail, order, shown, onShow }: ItemVerdictProps) {
  const { item, verdict, policy, decision, state, blind } = detail;
  const [reversing, setReversing] = useState(false);
  const scored = Object.keys(verdict?.scores ?? {}).length > 0;
  const clauses = verdict?.decidedBy ?? [];
  const why =
    state === "received" ? "The cascade has not judged this yet." : blind ? BLIND_WORDS : whyHere(verdict);
  return (
    <Card title="Verdict" actions={<DecisionBadge decision={decision} />}>
      <p className="mb-3 text-sm">{why}</p>
      {verdict && !scored && <p className="text-faint text-sm">No model scored this.</p>}
      {verdict && scored && (
        <ScoreList categories={order} verdict={verdict} policy={policy} shown={shown} onShow={onShow} />
      )}
      <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {detail.reversible && (
          <Button size="sm" onClick={() => setReversing(true)}>
            Reverse this decision
          </Button>
        )}
        {detail.golden !== null && <GoldenButton detail={detail} likely={order[0] ?? null} />}
      </div>
      {reversing && (
        <ReverseDialog
          itemId={item.id}
          outcome={decision === "BLOCK" ? "APPROVE" : "BLOCK"}
          likely={order[0] ?? null}
          together={detail.together}
          onClose={() => setReversing(false)}
        />
      )}
      {clauses.length > 0 && (
        <div className="mt-4 border-line border-t pt-3">
          <PolicyClauses categories={clauses} policy={policy} />
        </div>
      )}
    </Card>
  );
}
