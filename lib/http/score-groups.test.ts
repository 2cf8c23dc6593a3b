import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "#scripts/test/fuzz-seed";
import { Failure } from "#lib/domain/failure";
import { MOST_TOGETHER, type ScoreAnswer, type ScoreRequest } from "#lib/domain/score";
import { type ScoreGroup, ScoreGroups } from "./score-groups";

const request = (name: string, more: Partial<ScoreRequest> = {}): ScoreRequest => ({
  orgId: `org_${name}`,
  inputs: [{ text: name, language: null }],
  deadlineMs: 5000,
  ...more,
});
/** An answer that says whose it is. */
const answerTo = ({ orgId, inputs }: ScoreRequest): ScoreAnswer =>
  ({ policyVersion: orgId.length, results: inputs.map(({ text }) => ({ models: [text] })) }) as never;

/** Groups that leave are kept until the test settles them and lets them end. */
function held() {
  const sent: (ScoreGroup & { end(error?: Error): void })[] = [];
  const groups = new ScoreGroups(
    (group) =>
      new Promise((resolve, reject) => {
        sent.push(Object.assign(group, { end: (error?: Error) => (error ? reject(error) : resolve()) }));
      }),
  );
  return { groups, sent };
}

describe("requests that come at the same time", () => {
  it("leave together at the end of the turn, each with its own organisation", async () => {
    const { groups, sent } = held();
    const asked = ["a", "b", "c"].map((name) => groups.ask(request(name)));
    expect(sent).toHaveLength(0);
    await nextTurn();
    expect(sent.map(({ requests }) => requests.map(({ orgId }) => orgId))).toEqual([
      ["org_a", "org_b", "org_c"],
    ]);
    for (const [at, wanted] of sent[0]!.requests.entries()) sent[0]!.settle(at, answerTo(wanted));
    sent[0]!.end();
    const answers = await Promise.all(asked);
    expect(answers.map(({ results }) => results[0]?.models)).toEqual([["a"], ["b"], ["c"]]);
  });

  it("leave at once while few are under way, and with company while many are", async () => {
    const { groups, sent } = held();
    const asked = Array.from({ length: 4 }, (_, at) => groups.ask(request(`${at}`)));
    await nextTurn();
    asked.push(groups.ask(request("later")), groups.ask(request("later still")));
    await nextTurn();
    expect(sent).toHaveLength(1);
    while (sent.length < 2) await sleep(1);
    expect(sent[1]!.requests).toHaveLength(2);
    for (const group of sent) {
      for (const [at, wanted] of group.requests.entries()) group.settle(at, answerTo(wanted));
      group.end();
    }
    await Promise.all(asked);
  });

  it("do not travel with long lists, whose work ends when their caller goes", async () => {
    const { groups, sent } = held();
    const caller = new AbortController();
    const inputs = Array.from({ length: 32 }, () => ({ text: "long", language: null }));
    const long = groups.ask(request("long", { inputs }), caller.signal);
    const short = groups.ask(request("short"));
    await nextTurn();
    expect(sent.map(({ requests }) => requests.length)).toEqual([1, 1]);
    caller.abort();
    await expect(long).rejects.toMatchObject({ code: "timeout" });
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    sent[1]!.settle(0, answerTo(sent[1]!.requests[0]!));
    sent[1]!.end();
    await short;
    expect(sent[1]!.signal.aborted).toBe(false);
  });
});

describe("one of a group", () => {
  it("that is refused takes nobody with it", async () => {
    const { groups, sent } = held();
    const asked = ["a", "b", "c"].map((name) => groups.ask(request(name)));
    await nextTurn();
    sent[0]!.settle(1, new Failure("too_large", "It is too long."));
    await expect(asked[1]).rejects.toMatchObject({ code: "too_large" });
    sent[0]!.settle(0, answerTo(sent[0]!.requests[0]!));
    expect((await asked[0]!).policyVersion).toBe("org_a".length);
    expect(sent[0]!.waiting()).toEqual([2]);
    sent[0]!.end(new Failure("unavailable", "It cannot be reached."));
    await expect(asked[2]).rejects.toMatchObject({ code: "unavailable" });
  });

  it("whose caller has gone is out at once, before it leaves and after", async () => {
    const { groups, sent } = held();
    const [first, second] = [new AbortController(), new AbortController()];
    const early = groups.ask(request("early"), first.signal);
    const late = groups.ask(request("late"), second.signal);
    const stays = groups.ask(request("stays"));
    first.abort();
    await expect(early).rejects.toMatchObject({ code: "timeout" });
    await nextTurn();
    expect(sent[0]!.requests.map(({ orgId }) => orgId)).toEqual(["org_late", "org_stays"]);
    second.abort();
    await expect(late).rejects.toMatchObject({ code: "timeout" });
    expect(sent[0]!.signal.aborted).toBe(false);
    sent[0]!.settle(1, answerTo(sent[0]!.requests[1]!));
    sent[0]!.end();
    expect((await stays).results[0]?.models).toEqual(["stays"]);
  });

  it("that nobody answers is told so by its own deadline, and asks nothing of the others", async () => {
    const { groups, sent } = held();
    const short = groups.ask(request("short", { deadlineMs: 1 }));
    const long = groups.ask(request("long"));
    await expect(short).rejects.toMatchObject({ code: "timeout" });
    expect(sent[0]!.waiting()).toEqual([1]);
    sent[0]!.settle(1, answerTo(sent[0]!.requests[1]!));
    sent[0]!.end();
    await long;
  });
});

it("gives everybody their own outcome once, in any order, whatever becomes of the others", async () => {
  const plans = fc.array(
    fc.record({
      fate: fc.constantFrom("answered", "refused", "gone", "forgotten"),
      texts: fc.integer({ min: 1, max: 6 }),
      rank: fc.integer(),
      pause: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 * MOST_TOGETHER + 9 },
  );
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const callers = plan.map(() => new AbortController());
      let biggest = 0;
      const groups = new ScoreGroups(async ({ requests, settle }) => {
        biggest = Math.max(biggest, requests.length);
        const order = requests.map((wanted, at) => ({ wanted, at, its: Number(wanted.orgId.slice(4)) }));
        order.sort((a, b) => plan[a.its]!.rank - plan[b.its]!.rank);
        for (const { wanted, at, its } of order) {
          if (plan[its]!.pause) await nextTurn();
          if (plan[its]!.fate === "answered") settle(at, answerTo(wanted));
          if (plan[its]!.fate === "refused") settle(at, new Failure("too_large", `${its} is too long.`));
          if (plan[its]!.fate === "gone") callers[its]!.abort();
          // A second word to the same is not heard.
          settle(at, plan[its]!.fate === "forgotten" ? new Error("forgotten") : new Error("again"));
        }
      });
      const outcomes = await Promise.allSettled(
        plan.map(({ texts }, its) => {
          const inputs = Array.from({ length: texts }, (_, at) => ({ text: `${its}/${at}`, language: null }));
          return groups.ask(request(`${its}`, { inputs }), callers[its]!.signal);
        }),
      );
      for (const [its, outcome] of outcomes.entries()) {
        const { fate, texts } = plan[its]!;
        if (fate === "answered") {
          const expected = Array.from({ length: texts }, (_, at) => ({ models: [`${its}/${at}`] }));
          expect(outcome).toMatchObject({ status: "fulfilled", value: { results: expected } });
        } else if (fate === "refused")
          expect(outcome).toMatchObject({ reason: { message: `${its} is too long.` } });
        else if (fate === "gone") expect(outcome).toMatchObject({ reason: { code: "timeout" } });
        else expect(outcome).toMatchObject({ reason: { message: "forgotten" } });
      }
      expect(biggest).toBeLessThanOrEqual(MOST_TOGETHER);
    }),
    { numRuns: 60 },
  );
});
