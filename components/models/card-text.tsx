import { useMemo } from "react";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { type Block, cardBlocks, type Inline } from "#lib/domain/card-blocks";

/** A model's card as text of the page. Its own title is left out: the page has it. */
export function CardText({ markdown }: { markdown: string }) {
  const blocks = useMemo(() => cardBlocks(markdown), [markdown]);
  const shown = blocks.filter((block) => block.kind !== "heading" || block.level > 1);
  return (
    <div className="flex flex-col gap-3 text-sm leading-relaxed">
      {shown.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes in place
        <CardBlock key={at} block={block} label={titleAbove(shown, at)} />
      ))}
    </div>
  );
}

/** The nearest heading above a block; tables are called by it. */
function titleAbove(blocks: Block[], at: number): string {
  const heading = blocks.slice(0, at).findLast((block) => block.kind === "heading");
  const tables = blocks.slice(0, at).filter((block) => block.kind === "table").length;
  return `${heading?.kind === "heading" ? heading.text : "Card"}, table ${tables + 1}`;
}

function CardBlock({ block, label }: { block: Block; label: string }) {
  switch (block.kind) {
    case "heading":
      return block.level === 2 ? (
        <h3 className="mt-3 font-semibold text-base first:mt-0">{block.text}</h3>
      ) : (
        <h4 className="mt-2 font-semibold text-sm">{block.text}</h4>
      );
    case "paragraph":
      return (
        <p className="max-w-3xl">
          <Words content={block.content} />
        </p>
      );
    case "list":
      return (
        <ul className="flex max-w-3xl list-disc flex-col gap-1 pl-5">
          {block.items.map((content, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes in place
            <li key={at}>
              <Words content={content} />
            </li>
          ))}
        </ul>
      );
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">
          {block.text}
        </pre>
      );
    case "table":
      return <CardTable block={block} label={label} />;
  }
}

function CardTable({ block, label }: { block: Extract<Block, { kind: "table" }>; label: string }) {
  return (
    <div className="max-h-96 w-fit max-w-full overflow-y-auto rounded-md border border-line">
      <Table label={label}>
        <Thead>
          <tr>
            {block.head.map((content, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <Th key={at} numeric={block.numeric[at]}>
                <Words content={content} />
              </Th>
            ))}
          </tr>
        </Thead>
        <Tbody>
          {block.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <Tr key={at}>
              {row.map((content, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <Td key={column} numeric={block.numeric[column]} className={nowrap(block.numeric[column])}>
                  <Words content={content} />
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

/** Figures stay on one line. */
const nowrap = (numeric: boolean | undefined) => (numeric ? "whitespace-nowrap" : undefined);

function Words({ content }: { content: Inline[] }) {
  return content.map(({ text, as, href }, at) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes in place
    if (as === "strong") return <strong key={at}>{text}</strong>;
    if (as === "code")
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes in place
        <code key={at} className="break-words rounded-xs bg-sunken px-1 font-mono text-xs">
          {text}
        </code>
      );
    if (as === "link")
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes in place
        <a key={at} href={href} rel="noreferrer" className="underline underline-offset-2">
          {text}
        </a>
      );
    return text;
  });
}
