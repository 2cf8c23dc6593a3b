import { Badge } from "#components/ui/badge";
import { Tabs } from "#components/ui/tabs";
import type { ApiAnswer, ApiOperation } from "#lib/domain/api/reference";
import { CodeBlock } from "./code-block";
import { FieldTable } from "./field-table";
import { MethodBadge } from "./method-badge";
import { Prose } from "./prose";

/** One endpoint: what it does, what it takes, what it answers, and how to call it. */
export function ApiOperationView({ operation }: { operation: ApiOperation }) {
  const { id, method, path, summary, description, scope, parameters, body, answers, examples } = operation;
  const good = answers.filter(({ fields }) => fields.length > 0);
  return (
    <article aria-labelledby={id} className="scroll-mt-4 border-line border-t pt-6 pb-8">
      <h3 id={id} className="scroll-mt-6 font-semibold text-lg tracking-tight">
        <a href={`#${id}`} className="hover:underline">
          {summary}
        </a>
      </h3>
      <p className="mt-1.5 flex flex-wrap items-center gap-2">
        <MethodBadge method={method} />
        <code className="font-mono text-sm [overflow-wrap:anywhere]">{path}</code>
        {scope ? <Badge title="The key needs this scope">scope {scope}</Badge> : <Badge>no key</Badge>}
      </p>
      {description && <Prose text={description} className="mt-3" />}
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-5">
        {examples.map((example) => (
          <div key={example.title}>
            <h4 className="mb-1 font-medium text-sm">
              {example.title} <span className="font-normal text-faint">answers {example.status}</span>
            </h4>
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
          </div>
        ))}
        {parameters.length > 0 && (
          <Part title="Parameters">
            <FieldTable label={`Parameters of ${summary}`} fields={parameters} />
          </Part>
        )}
        {body.length > 0 && (
          <Part title="Body">
            <FieldTable label={`Body of ${summary}`} fields={body} />
          </Part>
        )}
        <Part title="Answers">
          <Answers answers={answers} />
        </Part>
        {good.slice(0, 1).map(({ status, fields }) => (
          <details key={status} className="rounded-md border border-line bg-surface">
            <summary className="cursor-pointer rounded-md px-3 py-2 font-medium text-sm hover:bg-hover">
              Fields of the answer ({fields.length})
            </summary>
            <div className="p-3 pt-0">
              <FieldTable label={`Answer ${status} of ${summary}`} fields={fields} />
            </div>
          </details>
        ))}
      </div>
    </article>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-1.5 font-medium text-faint text-xs">{title}</h4>
      {children}
    </div>
  );
}

function Answers({ answers }: { answers: ApiAnswer[] }) {
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
