/** Ids of one organisation's things. */
export interface Things {
  appealToken: string;
  author: string;
  batch: string;
  decision: string;
  delivery: string;
  endpoint: string;
  export: string;
  golden: string;
  import: string;
  invite: string;
  item: string;
  key: string;
  list: string;
  media: string;
  person: string;
  queue: string;
  task: string;
  view: string;
}

export interface Attempt {
  /** What stands in the path, from the other organisation's things. */
  params?: (theirs: Things) => Record<string, string>;
  body?: (theirs: Things) => object;
  headers?: Record<string, string>;
  /** Statuses that give nothing away; default: 404. */
  answers?: number[];
}

const id = (name: keyof Things) => (theirs: Things) => ({ id: theirs[name] });
const lease = { leaseToken: 1 };
const MAPPING = { text: "text" };

/**
 * For every route that takes something's id, in its path or its body: a request of one organisation about a thing of
 * another, well-formed so that it would be carried out if the thing were its own. A route with a parameter that has no
 * row fails the tests (app/isolation.int.test.ts); routes without are called as they are and need none.
 */
export const ATTEMPTS: Record<string, Attempt> = {
  "GET /api/v1/items/[id]": { params: id("item") },
  "POST /api/v1/items/[id]/override": {
    params: id("item"),
    headers: { "idempotency-key": "isolation" },
    body: () => ({ decision: "APPROVE", note: "Not mine." }),
  },
  "GET /api/v1/batches/[id]": { params: id("batch") },
  "POST /api/v1/batches/[id]/cancel": { params: id("batch") },
  "POST /api/v1/reports": { body: ({ item }) => ({ item_id: item, reporter_id: "r" }) },
  "DELETE /api/v1/authors/[user_id]": { params: ({ author }) => ({ user_id: author }) },
  "GET /api/v1/lists/[id]": { params: id("list") },
  "PATCH /api/v1/lists/[id]": {
    params: id("list"),
    headers: { "if-match": "*" },
    body: () => ({ note: "Not mine." }),
  },
  "DELETE /api/v1/lists/[id]": { params: id("list") },
  "POST /api/desk/tasks/[id]/decide": {
    params: id("task"),
    body: () => ({ ...lease, decision: "APPROVE" }),
  },
  "POST /api/desk/tasks/[id]/escalate": { params: id("task"), body: () => ({ ...lease, reason: "Look." }) },
  "GET /api/desk/tasks/[id]/cluster": { params: id("task") },
  "POST /api/desk/tasks/[id]/cluster": {
    params: id("task"),
    body: ({ task }) => ({ ...lease, decision: "APPROVE", members: [{ ...lease, taskId: task }] }),
  },
  "POST /api/desk/tasks/[id]/heartbeat": { params: id("task"), body: () => lease },
  "POST /api/desk/tasks/[id]/release": { params: id("task"), body: () => lease },
  "POST /api/desk/tasks/[id]/take": { params: id("task"), body: () => lease, answers: [409] },
  "POST /api/desk/tasks/[id]/skip": { params: id("task"), body: () => lease },
  "POST /api/desk/decisions/[id]/undo": { params: id("decision"), body: () => ({}) },
  "GET /api/desk/items/[id]": { params: id("item") },
  "POST /api/desk/items/[id]/reverse": {
    params: id("item"),
    body: () => ({ decision: "APPROVE", note: "Not mine." }),
  },
  "GET /api/desk/items/[id]/notes": { params: id("item") },
  "POST /api/desk/items/[id]/notes": { params: id("item"), body: () => ({ text: "Not mine." }) },
  "GET /api/desk/items/[id]/around": { params: id("item") },
  "POST /api/desk/items/[id]/viewing": { params: id("item"), body: () => ({}) },
  "GET /api/desk/media/[id]/[name]": { params: ({ media }) => ({ id: media, name: "preview" }) },
  "DELETE /api/desk/lists/[id]": { params: id("list") },
  "PATCH /api/desk/people/[id]": { params: id("person"), body: () => ({ active: false }) },
  "PUT /api/desk/people/[id]/skills": {
    params: id("person"),
    body: () => ({ languages: ["de"], categories: [], queues: [] }),
  },
  "DELETE /api/desk/invites/[id]": { params: id("invite") },
  "DELETE /api/desk/keys/[id]": { params: id("key") },
  "DELETE /api/desk/golden/[id]": { params: id("golden") },
  "POST /api/desk/golden": { body: ({ item }) => ({ itemId: item, decision: "APPROVE" }) },
  "PUT /api/desk/queues/rules/[name]": {
    // Names of queues are an organisation's own: this makes one of the same name.
    params: ({ queue }) => ({ name: queue }),
    body: () => ({ rule: [{ field: "category", in: ["spam"] }] }),
    answers: [200, 201, 204],
  },
  "DELETE /api/desk/queues/rules/[name]": {
    params: ({ queue }) => ({ name: `${queue}-2` }),
  },
  "GET /api/desk/exports/[id]": { params: id("export") },
  "DELETE /api/desk/views/[id]": { params: id("view") },
  // Models are the installation's; what is said of their work is the organisation's own.
  "GET /api/desk/models/[name]": { params: () => ({ name: "text-screen" }), answers: [200] },
  "GET /api/desk/imports/[id]": { params: id("import") },
  "GET /api/desk/imports/[id]/errors": { params: id("import") },
  "GET /api/desk/imports/[id]/results": { params: id("import") },
  "POST /api/desk/imports/[id]/check": { params: id("import"), body: () => ({ mapping: MAPPING }) },
  "POST /api/desk/imports/[id]/start": { params: id("import"), body: () => ({ mapping: MAPPING }) },
  // These two say the same of a thing that is not there and of one that is in another state.
  "POST /api/desk/imports/[id]/stop": { params: id("import"), answers: [409] },
  "PATCH /api/desk/webhooks/[id]": { params: id("endpoint"), body: () => ({ note: "Not mine." }) },
  "DELETE /api/desk/webhooks/[id]": { params: id("endpoint") },
  "POST /api/desk/webhooks/[id]/secret": { params: id("endpoint") },
  "POST /api/desk/webhooks/[id]/test": { params: id("endpoint") },
  "GET /api/desk/webhooks/[id]/deliveries": { params: id("endpoint") },
  // Says the same of an event that is not there and of one that is on its way.
  "POST /api/desk/webhook-deliveries/[id]": { params: id("delivery"), answers: [409] },
  "POST /v1alpha1/[method]": {
    params: () => ({ method: "comments:analyze" }),
    body: () => ({ comment: { text: "Hello." }, requestedAttributes: { TOXICITY: {} } }),
    answers: [200],
  },
};

/** Whoever has one of these links may follow it, whatever organisation they belong to: the link is the key. */
export const LINKS = ["/api/appeals/[token]", "/api/invites/[token]"];
