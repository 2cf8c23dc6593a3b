/**
 * An answer in JSON whose body is at hand. Routes that are served in front of Next write it as it is: the web's `Response`
 * would put the body into a stream only to read it out again, which costs more than all else that is done for a small one.
 */
export class JsonReply {
  readonly body: string;
  /** By lower-case name. */
  readonly headers: Map<string, string>;

  constructor(
    data: unknown,
    readonly status = 200,
    headers: Record<string, string> = {},
  ) {
    this.body = JSON.stringify(data);
    this.headers = new Map([["content-type", "application/json"], ...Object.entries(headers)]);
  }
}

/** What a route answers: a JsonReply, or the web's Response where it needs more. */
export type Reply = JsonReply | Response;

/** The web's Response of a reply. */
export function asResponse(reply: Reply): Response {
  if (reply instanceof Response) return reply;
  return new Response(reply.body, { status: reply.status, headers: [...reply.headers] });
}
