import type { Metadata } from "next";
import { connection } from "next/server";
import { Page, PageHeader } from "#components/ui/page-header";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { FAILURE_CODES } from "#lib/domain/failure";
import { PROBLEMS } from "#lib/http/problem";

export const metadata: Metadata = { title: "API errors" };

/** Where the `type` of every problem document points to. */
export default async function ErrorsPage() {
  // Rendered per request: a page made at build time has no nonce for its scripts.
  await connection();
  return (
    <main>
      <Page>
        <PageHeader
          title="API errors"
          back={
            <a href="/docs/api" className="text-accent-ink underline underline-offset-2">
              API
            </a>
          }
          description="Every error answer is application/problem+json (RFC 9457). Programs go by code; detail is for people; errors points at each wrong field with a JSON pointer into the body, or /query/… for the query. Quote request_id when you ask for help."
        />
        <Table label="Error codes">
          <Thead>
            <tr>
              <Th>Code</Th>
              <Th numeric>Status</Th>
              <Th>Meaning</Th>
              <Th>What to do</Th>
            </tr>
          </Thead>
          <Tbody>
            {FAILURE_CODES.map((code) => (
              <Tr key={code} id={code} className="target:bg-accent-wash">
                <Td>
                  <code className="font-mono text-xs">{code}</code>
                </Td>
                <Td numeric>{PROBLEMS[code].status}</Td>
                <Td>{PROBLEMS[code].title}</Td>
                <Td className="text-soft">{PROBLEMS[code].remedy}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      </Page>
    </main>
  );
}
