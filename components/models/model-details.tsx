"use client";

import { CircleCheck, CircleOff } from "lucide-react";
import { Card } from "#components/ui/card";
import { ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { ApiError } from "#lib/client/fetch";
import { useModel } from "#lib/client/models";
import type { ModelPage, ModelView } from "#lib/domain/model-catalogue";
import { KIND_FACTS } from "#lib/domain/model-kinds";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import { CardText } from "./card-text";
import { CURVE_WORDS, recentWords, sizeWords, totalBytes } from "./model-words";
import { StateBadge } from "./state-badge";
import { TeachingProgress } from "./teaching-progress";

/** One model with everything that is known about it. */
export function ModelDetails({ name }: { name: string }) {
  const { data, error, refetch } = useModel(name);
  if (data) return <Details page={data} />;
  if (!error)
    return (
      <div role="status" className="flex flex-col gap-5">
        <span className="sr-only">Loading the model</span>
        <Skeleton className="h-48 rounded-lg" />
        <Skeleton className="h-96 rounded-lg" />
      </div>
    );
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <ErrorState
      title={missing ? "There is no such model" : undefined}
      message={missing ? "It may have been taken off, or the address was cut short." : error.message}
      onRetry={missing ? undefined : () => void refetch()}
    />
  );
}

function Details({ page: { model, recentItems, card } }: { page: ModelPage }) {
  const { title, role } = KIND_FACTS[model.kind];
  return (
    <div className="flex flex-col gap-5">
      <Card
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            {title}
            <StateBadge state={model.state} />
          </span>
        }
        description={role}
      >
        <div className="grid gap-5 lg:grid-cols-2">
          <Facts model={model} lookBack={recentItems} />
          <Workers model={model} />
        </div>
      </Card>
      {model.teaching && (
        <Card
          title="Labels that can teach it"
          description={`From decisions in your organisation. Training takes those of all organisations on this installation; it is started by ${model.teaching.command} and serves only what it proves on items it has not seen.`}
          flush
        >
          {model.teaching.judged === 0 ? (
            <p className="p-4 text-soft text-sm">
              Nobody has judged an item yet that it could learn from: 0 of about {model.teaching.needed}{" "}
              harmful and {model.teaching.needed} harmless ones that a category takes.
            </p>
          ) : (
            <TeachingProgress teaching={model.teaching} />
          )}
        </Card>
      )}
      {model.categories.length > 0 && (
        <Card
          title="What it knows"
          description="Categories, the curve that makes its scores probabilities, and the languages it was measured on."
          flush
        >
          <KnownTable model={model} />
        </Card>
      )}
      {model.files.length > 0 && (
        <Card title="Files" description="Checked against these sums whenever a worker loads them." flush>
          <FileTable model={model} />
        </Card>
      )}
      {card !== null && (
        <Card title="Card" description="Data, figures and limits, as written when it was made.">
          <CardText markdown={card} />
        </Card>
      )}
      {card === null && model.files.length > 0 && (
        <Notice tone="warning" title="Its card is missing">
          The manifest names one; the models folder of this server does not have it.
        </Notice>
      )}
    </div>
  );
}

function Facts({ model, lookBack }: { model: ModelView; lookBack: number }) {
  const { level, judges } = KIND_FACTS[model.kind];
  const rows: [string, string][] = [
    ["Version", model.version ?? "none yet"],
    ["Reads", judges],
    ...(level ? [["Level", level === 1 ? "1, small and quick" : "2, deep"] as [string, string]] : []),
    ["State", model.note],
    ["Of late", recentWords(model, lookBack)],
    ...(model.licence ? [["Licence", model.licence] as [string, string]] : []),
    ...(model.files.length > 0
      ? ([
          ["Size", sizeWords(totalBytes(model))],
          ["Written", model.written ?? "The manifest does not say when."],
        ] as [string, string][])
      : []),
  ];
  return (
    <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 self-start text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where it runs. What a worker tried first and could not use stands there in its own words. */
function Workers({ model: { workers, state } }: { model: ModelView }) {
  if (workers.length === 0)
    return (
      <p className="text-faint text-sm">
        {state === "empty" ? "Nothing to load yet." : "No worker says anything of it at this moment."}
      </p>
    );
  return (
    <section aria-label="Workers" className="min-w-0">
      <h3 className="mb-1.5 font-semibold text-faint text-xs">In each worker</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {workers.map(({ worker, version, ready, provider, reason }) => (
          <li key={worker} className="rounded-md bg-sunken px-3 py-2">
            <p className="flex flex-wrap items-center gap-x-2">
              {ready ? (
                <CircleCheck role="img" aria-label="Serves" className="size-4 text-approve-ink" />
              ) : (
                <CircleOff role="img" aria-label="Does not serve" className="size-4 text-block-ink" />
              )}
              <span className="break-all font-medium">{worker}</span>
              <span className="text-soft">
                {[provider && `on ${provider}`, version && `version ${version}`].filter(Boolean).join(", ")}
              </span>
            </p>
            {reason && (
              <details className="mt-1">
                <summary className="w-fit text-faint text-xs">
                  {ready ? "What it tried before" : "Why not"}
                </summary>
                <p className="mt-1 break-words text-soft text-xs">{reason}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const shareWords = (share: number) => `${Math.round(share * 100)} %`;

/** A language, with its weight where it has curves of its own. */
function languageWords(language: string, both: ModelView["joined"][Category]): string {
  const own = both?.languages[language];
  return own ? `${language} (${shareWords(own.weight)})` : language;
}

function KnownTable({ model: { categories, languages, curves, joined } }: { model: ModelView }) {
  const spoken = Object.keys(languages);
  const hasJoint = Object.keys(joined).length > 0;
  return (
    <Table label="What it knows">
      <Thead>
        <tr>
          <Th>Category</Th>
          <Th>Its own curve</Th>
          {hasJoint && <Th numeric>Weight beside level 1</Th>}
          {hasJoint && <Th>Curve of both</Th>}
          {spoken.length > 0 && <Th>Languages (weight where it differs)</Th>}
        </tr>
      </Thead>
      <Tbody>
        {categories.map((category) => {
          const [curve, both] = [curves[category], joined[category]];
          return (
            <Tr key={category}>
              <Td className="whitespace-nowrap">{CATEGORY_TITLES[category]}</Td>
              <Td>{curve ? CURVE_WORDS[curve] : "none: it gives probabilities"}</Td>
              {hasJoint && <Td numeric>{both ? shareWords(both.weight) : "–"}</Td>}
              {hasJoint && <Td>{both ? CURVE_WORDS[both.curve] : "–"}</Td>}
              {spoken.length > 0 && (
                <Td className="text-pretty">
                  {spoken
                    .filter((each) => languages[each]?.includes(category))
                    .map((each) => languageWords(each, both))
                    .join(", ")}
                </Td>
              )}
            </Tr>
          );
        })}
      </Tbody>
    </Table>
  );
}

function FileTable({ model: { files } }: { model: ModelView }) {
  return (
    <Table label="Files">
      <Thead>
        <tr>
          <Th>File</Th>
          <Th numeric>Size</Th>
          <Th>sha256</Th>
        </tr>
      </Thead>
      <Tbody>
        {files.map(({ path, bytes, sha256 }) => (
          <Tr key={path}>
            <Td className="whitespace-nowrap">{path}</Td>
            <Td numeric className="whitespace-nowrap">
              {sizeWords(bytes)}
            </Td>
            <Td className="font-mono text-xs">{sha256}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
