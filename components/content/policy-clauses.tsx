import { Badge } from "#components/ui/badge";
import type { PolicyBody } from "#lib/domain/policy";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";

/** The rules behind some categories, in their own words. */
export function PolicyClauses({ categories, policy }: { categories: Category[]; policy: PolicyBody }) {
  return (
    <ul className="flex flex-col gap-2">
      {categories.map((category) => {
        const { clause, rule, severity } = policy.categories[category];
        return (
          <li key={category} className="text-sm">
            <p className="flex items-center gap-2">
              <Badge>{clause}</Badge>
              <span className="font-medium">{CATEGORY_TITLES[category]}</span>
              <span className="ml-auto text-faint text-xs">severity {severity} of 5</span>
            </p>
            <p className="mt-0.5 text-soft">{rule}</p>
          </li>
        );
      })}
    </ul>
  );
}
