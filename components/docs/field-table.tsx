import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import type { ApiField, ApiParameter } from "#lib/domain/api/reference";

interface FieldTableProps {
  label: string;
  fields: (ApiField | ApiParameter)[];
}

/** Fields of a body, or parameters, one per row. */
export function FieldTable({ label, fields }: FieldTableProps) {
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <Table label={label}>
        <Thead>
          <tr>
            <Th>Name</Th>
            <Th>Type</Th>
            <Th>What it is</Th>
          </tr>
        </Thead>
        <Tbody>
          {fields.map((field) => (
            <Tr key={`${"place" in field ? field.place : ""} ${field.name}`} className="align-top">
              <Td className="whitespace-nowrap">
                <code className="font-mono text-xs">{field.name}</code>
                {field.required && (
                  <span className="ml-1.5 text-2xs text-flag-ink" title="Must be sent">
                    required
                  </span>
                )}
                {"place" in field && <span className="ml-1.5 text-2xs text-faint">{field.place}</span>}
              </Td>
              <Td className="min-w-32 max-w-72 text-soft text-xs [overflow-wrap:anywhere]">
                <FieldType type={field.type} />
              </Td>
              <Td className="min-w-48 text-soft">
                {field.description}
                {field.limits && (
                  <span className="text-faint">
                    {field.description && " "}
                    {field.description ? `(${field.limits})` : sentence(field.limits)}
                  </span>
                )}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

/** The words for a type, in which the names of objects lead to where these are described. */
export function FieldType({ type }: { type: string }) {
  return type.split(/`([^`]+)`/).map((part, at) => {
    // Parts come in the order of the words and never move.
    const key = `${at} ${part}`;
    if (at % 2 === 0) return part;
    return (
      <a
        key={key}
        href={`/docs/api/objects/${part}`}
        className="font-mono text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
      >
        {part}
      </a>
    );
  });
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
