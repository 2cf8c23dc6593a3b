import { Badge } from "#components/ui/badge";
import { PageHeader } from "#components/ui/page-header";
import { Tabs } from "#components/ui/tabs";
import type { ApiAnswer, ApiOperation } from "#lib/domain/api/reference";
import { CodeBlock } from "./code-block";
import { FieldTable, FieldType } from "./field-table";
import { MethodBadge } from "./method-badge";
import { Prose } from "./prose";

/** One endpoint: what it does, what it takes, what it answers, and how to call it. */
export function ApiOperationView({ operation }: { operation: ApiOperation }) {
  const { method, path, summary, description, scope, parameters, bodyObject, body, answers, examples } =
    operation;
  const good = answers.find(({ fields }) => fields.length > 0);
  return (
    <article>
      <PageHeader title={summary} />
      <p className="-mt-3 flex flex-wrap items-center gap-2">
        <MethodBadge method={method} />
        <code className="font-mono text-sm [overflow-wrap:anywhere]">{path}</code>
        {scope ? <Badge title="The key needs this scope">scope {scope}</Badge> : <Badge>no key</Badge>}
      </p>
      {description && <Prose text={description} className="mt-3" />}
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-7">
        {examples.map((example) => (
          <section key={example.title}>
            <h2 className="mb-1 font-medium text-sm">
              {example.title} <span className="font-normal text-faint">answers {example.status}</span>
            </h2>
            <Tabs
              label={`${summary}: ${example.title}`}
              tabs={[
                {
                  value: "curl",
                  label: "curl",
                  content: <CodeBlock label={`${example.title}, with curl`} code={example.curl} />,
                },
                {
                  value: "typescript",
                  label: "TypeScript",
                  content: <CodeBlock label={`${example.title}, in TypeScript`} code={example.typescript} />,
                },
              ]}
            />
          </section>
        ))}
        {parameters.length > 0 && (
          <Part title="Parameters">
            <FieldTable label={`Parameters of ${summary}`} fields={parameters} />
          </Part>
        )}
        {body.length > 0 && (
          <Part title="Body" object={bodyObject}>
            <FieldTable label={`Body of ${summary}`} fields={body} />
          </Part>
        )}
        {good && (
          <Part title={`Answer ${good.status}`} object={good.object}>
            <FieldTable label={`Answer ${good.status} of ${summary}`} fields={good.fields} />
          </Part>
        )}
        <Part title="Statuses">
          <Statuses answers={answers} />
        </Part>
      </div>
    </article>
  );
}

function Part({
  title,
  object,
  children,
}: {
  title: string;
  object?: string | null;
  children: React.ReactNode;
}) {
  return (
    <section className="min-w-0">
      <h2 className="mb-1.5 font-medium text-sm">
        {title}
        {object && (
          <span className="ml-2 font-normal text-xs">
            <FieldType type={`\`${object}\``} />
          </span>
        )}
      </h2>
      {children}
    </section>
  );
}

function Statuses({ answers }: { answers: ApiAnswer[] }) {
  return (
    <dl className="grid gap-x-3 gap-y-1 text-sm sm:grid-cols-[3rem_1fr]">
      {answers.map(({ status, description }) => (
        <div key={status} className="contents">
          <dt className={status < 400 ? "tabular font-medium text-approve-ink" : "tabular text-faint"}>
            {status}
          </dt>
          <dd className="mb-1 text-soft sm:mb-0">
            <Prose text={description} inline />
          </dd>
        </div>
      ))}
    </dl>
  );
}
