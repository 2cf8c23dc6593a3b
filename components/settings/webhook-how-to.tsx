import { Card } from "#components/ui/card";

const EXAMPLE = `import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.SIGHTLINE_WEBHOOK_SECRET);

app.post("/hooks/sightline", express.text({ type: "*/*" }), (request, response) => {
  const event = webhook.verify(request.body, request.headers); // throws when it is not ours
  if (seenBefore(request.headers["webhook-id"])) return response.sendStatus(204);
  response.sendStatus(204); // answer first, work later
  if (event.type === "item.reviewed") apply(event.data.content_id, event.data.decision);
});`;

/** How a receiver verifies what it is sent. */
export function WebhookHowTo() {
  return (
    <Card
      title="How to receive"
      description="Sightline speaks Standard Webhooks 1.0.0; there are libraries for most languages."
    >
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line bg-sunken/60 p-3 font-mono text-xs"
      >
        {EXAMPLE}
      </pre>
      <ul className="mt-3 flex list-disc flex-col gap-1 pl-5 text-soft text-sm">
        <li>Answer with any 2xx within 10 seconds. Everything else, a redirect too, is tried again.</li>
        <li>
          The same <code className="font-mono text-xs">webhook-id</code> can come twice, after a lost answer
          or when it is sent again by hand: keep the ids you have seen.
        </li>
        <li>Events of one item come in order. An answer of 410 switches the webhook off.</li>
        <li>A person&apos;s decision is sent once it can no longer be taken back.</li>
      </ul>
    </Card>
  );
}
