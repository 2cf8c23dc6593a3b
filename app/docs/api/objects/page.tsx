import type { Metadata } from "next";
import { headers } from "next/headers";
import { FieldTable, FieldType } from "#components/docs/field-table";
import { Prose } from "#components/docs/prose";
import { PageHeader } from "#components/ui/page-header";
import { apiReference } from "#lib/http/api-reference";
import { originOf } from "#lib/http/request-origin";

export const metadata: Metadata = { title: "API objects" };

/** Everything that has a name in the OpenAPI file, each once. */
export default async function ObjectsPage() {
  const { objects } = apiReference(originOf(await headers()));
  return (
    <>
      <PageHeader
        title="Objects"
        description="What is sent and answered, under the names that it has in the OpenAPI file and in the TypeScript client. Answers may gain fields: do not refuse what you do not know."
      />
      {objects.map(({ name, type, description, fields }) => (
        <section key={name} aria-labelledby={name} className="pb-7">
          <h2 id={name} className="mb-1.5 scroll-mt-6 font-medium font-mono text-sm target:text-accent-ink">
            <a href={`#${name}`} className="hover:underline">
              {name}
            </a>
          </h2>
          {description && <Prose text={description} className="mb-2 text-sm" />}
          {fields.length > 0 ? (
            <FieldTable label={`Fields of ${name}`} fields={fields} />
          ) : (
            <p className="text-soft text-sm">
              <FieldType type={type} />
            </p>
          )}
        </section>
      ))}
    </>
  );
}
