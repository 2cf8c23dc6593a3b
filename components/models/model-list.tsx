import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ModelView } from "#lib/domain/model-catalogue";
import { KIND_FACTS } from "#lib/domain/model-kinds";
import { categoryWords, recentWords, sizeWords, totalBytes } from "./model-words";
import { StateBadge } from "./state-badge";
import { TeachingProgress } from "./teaching-progress";

/** Every model and program, one row each, which leads to its page. */
export function ModelList({ models, lookBack }: { models: ModelView[]; lookBack: number }) {
  return (
    <ul aria-label="Models" className="divide-y divide-line">
      {models.map((model) => (
        <ModelRow key={model.name} model={model} lookBack={lookBack} />
      ))}
    </ul>
  );
}

function ModelRow({ model, lookBack }: { model: ModelView; lookBack: number }) {
  const { name, version, kind, state, note, categories, teaching } = model;
  const { title, level, judges } = KIND_FACTS[kind];
  const knows = categoryWords(categories);
  return (
    <li className="group relative grid gap-x-6 gap-y-1.5 px-4 py-3 hover:bg-hover/60 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_1.25rem]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="font-semibold text-sm">
            <Link href={`/models/${name}`} className="after:absolute after:inset-0" prefetch={false}>
              {title}
            </Link>
          </h3>
          <StateBadge state={state} />
        </div>
        <p className="mt-0.5 break-words text-faint text-xs">
          <span className="text-soft">
            {name === kind || kind === "classifier" || version?.match(/^\d/) ? `${name} ` : ""}
            {version}
          </span>
          {level && <> · level {level}</>} · {judges}
        </p>
        {knows && <p className="mt-1 text-sm">{knows}</p>}
      </div>
      <div className="min-w-0 text-sm">
        <p className="break-words text-soft">{note}</p>
        {state !== "empty" && <p className="mt-0.5 text-faint text-xs">{recentWords(model, lookBack)}</p>}
        {teaching && <TeachingProgress teaching={teaching} short />}
        <Stored model={model} />
      </div>
      <ChevronRight
        aria-hidden
        className="hidden size-4 self-center text-faint group-hover:text-ink lg:block"
      />
    </li>
  );
}

/** Size, checksum and licence in one line. */
function Stored({ model }: { model: ModelView }) {
  const [file] = model.files;
  const facts = [
    ...(file ? [sizeWords(totalBytes(model))] : []),
    ...(file ? [`sha256 ${file.sha256.slice(0, 12)}`] : []),
    ...(model.licence ? [model.licence.split(" (")[0]] : []),
    ...(model.written ? [`written ${model.written}`] : []),
  ];
  if (facts.length === 0) return null;
  return <p className="mt-0.5 break-words text-faint text-xs">{facts.join(" · ")}</p>;
}
