import { CodeBlock } from "./code-block";
import { Prose } from "./prose";

const RULES: { title: string; text: string }[] = [
  {
    title: "Keys",
    text: "Send a key as `Authorization: Bearer sl_...`. An admin makes keys under Settings, Keys, with the scopes that a program needs and no more. A revoked key stops working within 5 s.",
  },
  {
    title: "Errors",
    text: "Every refusal is `application/problem+json` (RFC 9457). Go by `code`; `errors` points at each wrong field. Drop-ins answer in the manner of what they replace.",
  },
  {
    title: "Sending again",
    text: "POSTs take an `Idempotency-Key`: a repetition within 24 hours gets the first answer again, one that comes while the first still runs gets 409, another request under the same key 422. Where a repetition would do harm, the key must be there.",
  },
  {
    title: "Versions of what you read",
    text: "Reads carry an `ETag`. Send it as `If-None-Match` and get 304 while nothing changed, or as `If-Match` with a change and get 412 when somebody was there before you.",
  },
  {
    title: "Lists",
    text: "Lists come page by page: send `next_cursor` as `cursor` until it is null. Nothing is shown twice or left out when items arrive meanwhile.",
  },
  {
    title: "Limits",
    text: "Each key has a rate; the `RateLimit` header says what is left, 429 and 503 say in `Retry-After` when to come back.",
  },
];

/** What holds for every endpoint, and the client. */
export function ApiBasics({ server }: { server: string }) {
  const client = `import { createClient } from "sightline/client";

const sightline = createClient({ baseUrl: "${server}", apiKey: process.env.SIGHTLINE_KEY });
const { data } = await sightline.moderate({
  body: { content_id: "post-1", text: "See you at the harbour at eight." },
});
console.log(data.decision, data.scores);`;
  return (
    <section aria-labelledby="basics" className="pb-8">
      <h2 id="basics" className="mb-3 scroll-mt-6 font-semibold text-lg tracking-tight">
        Basics
      </h2>
      <dl className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {RULES.map(({ title, text }) => (
          <div key={title}>
            <dt className="font-medium text-sm">{title}</dt>
            <dd className="mt-0.5 text-sm">
              <Prose text={text} />
            </dd>
          </div>
        ))}
      </dl>
      <h3 className="mt-6 mb-1.5 font-medium text-sm">The TypeScript client</h3>
      <Prose
        text="One file of 3 kB without dependencies, `clients/typescript/sightline.mjs`, with types made from this description. It sends an `Idempotency-Key` with every POST and waits for `Retry-After` by itself."
        className="mb-2 text-sm"
      />
      <CodeBlock label="The TypeScript client" code={client} />
    </section>
  );
}
