import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { newWebhookSecret, signatureHeaders } from "./webhook-signature";

describe("signatureHeaders", () => {
  it("is what the Standard Webhooks library signs and verifies, whatever the body", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.uuid(), (text, id) => {
        const [next, old] = [newWebhookSecret(), newWebhookSecret()];
        const body = JSON.stringify({ text });
        const at = new Date();
        const headers = signatureHeaders({ id, body, at }, [next, old]);
        for (const secret of [next, old]) {
          expect(headers["webhook-signature"]?.split(" ")).toContain(new Webhook(secret).sign(id, at, body));
          expect(new Webhook(secret).verify(body, headers)).toEqual({ text });
        }
        expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow();
        expect(() => new Webhook(next).verify(`${body} `, headers)).toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it("is refused by the library once it is older than five minutes", () => {
    const secret = newWebhookSecret();
    const old = signatureHeaders({ id: "msg_1", body: "{}", at: new Date(Date.now() - 301_000) }, [secret]);
    expect(() => new Webhook(secret).verify("{}", old)).toThrow(/old/);
  });
});
