import { describe, expect, it } from "vitest";
import type { DeskTask } from "#lib/domain/desk";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import { rankedCategories } from "#lib/domain/ranked-categories";
import { type DeskEvent, deskReducer, FIRST_STATE, suggestedCategories } from "./desk-state";

const AT = "2026-03-01T12:00:00.000Z";

const task: DeskTask = {
  id: "tsk_1",
  kind: "review",
  queue: "default",
  priority: "high",
  dueAt: AT,
  leaseToken: 1,
  leaseUntil: AT,
  leadsOnly: false,
  specialists: false,
  escalation: null,
  blind: false,
  opinions: null,
  item: {
    id: "itm_1",
    contentId: "post-1",
    media: [],
    text: "Some post",
    language: "en",
    community: null,
    region: null,
    context: null,
    reach: null,
    receivedAt: AT,
    postedAt: null,
  },
  verdict: {
    decision: "FLAG",
    interventions: [],
    scores: { toxicity: 0.7, harassment: 0.65, spam: 0.2 },
    overallSafetyScore: 0.3,
    confidence: 0.6,
    decidedBy: ["harassment", "toxicity"],
    reviewReason: "score",
    explanations: [],
    policyVersion: 1,
    modelVersions: {},
    processingMs: 5,
  },
  stages: [],
  policy: DEFAULT_POLICY,
  author: null,
  appeal: null,
  reports: null,
  similar: [],
  alikeWaiting: 0,
  notes: 0,
};

const unjudged: DeskTask = { ...task, verdict: null };

const run = (...events: DeskEvent[]) => events.reduce(deskReducer, FIRST_STATE);
const claimed = { type: "claimed", task, draft: null } as const;

describe("categories", () => {
  it("puts those that decided first, then by score, unscored last", () => {
    expect(rankedCategories(task).slice(0, 4)).toEqual(["harassment", "toxicity", "spam", "hate"]);
    expect(rankedCategories(task)).toHaveLength(9);
  });

  it("suggests what decided, else the likeliest, else nothing", () => {
    expect(suggestedCategories(task)).toEqual(["harassment", "toxicity"]);
    expect(suggestedCategories({ ...task, verdict: { ...task.verdict!, decidedBy: [] } })).toEqual([
      "toxicity",
    ]);
    expect(suggestedCategories(unjudged)).toEqual([]);
  });

  it("puts the rule under appeal before what the models say", () => {
    const appeal = {
      statement: "Please read it again.",
      filedAt: AT,
      outcome: "BLOCK" as const,
      decidedBy: "person" as const,
      clause: "F-1 Spam and scams: Unsolicited advertising.",
      note: "",
      decidedAt: AT,
    };
    const appealed = { ...task, kind: "appeal" as const, appeal };
    expect(suggestedCategories(appealed)).toEqual(["spam"]);
    expect(run({ type: "claimed", task: appealed, draft: null }).shown).toBe("spam");
    expect(suggestedCategories({ ...appealed, appeal: { ...appeal, clause: null } })).toEqual([
      "harassment",
      "toxicity",
    ]);
  });
});

describe("deskReducer", () => {
  it("opens an item on the category that decided", () => {
    expect(run(claimed)).toMatchObject({ phase: { name: "judging" }, shown: "harassment", restored: false });
  });

  it("puts a kept draft back", () => {
    const draft = { categories: ["spam" as const], note: "advert" };
    expect(run({ type: "claimed", task, draft })).toMatchObject({ draft, restored: true });
  });

  it("starts Block with the suggestion, and keeps what was picked by hand", () => {
    expect(run(claimed, { type: "mode", mode: "block" }).draft.categories).toEqual([
      "harassment",
      "toxicity",
    ]);
    const picked = run(claimed, { type: "toggle", category: "spam" }, { type: "mode", mode: "block" });
    expect(picked.draft.categories).toEqual(["spam"]);
  });

  it("toggles a category on and off", () => {
    const spam = { type: "toggle", category: "spam" } as const;
    expect(run(claimed, spam).draft.categories).toEqual(["spam"]);
    expect(run(claimed, spam, spam).draft.categories).toEqual([]);
  });

  it("walks the categories around in both directions", () => {
    const next = { type: "move", by: 1 } as const;
    const back = { type: "move", by: -1 } as const;
    expect(run(claimed, next).shown).toBe("toxicity");
    expect(run(claimed, back).shown).toBe(rankedCategories(task).at(-1));
    expect(run(claimed, back, next).shown).toBe("harassment");
  });

  it("keeps the item and the draft while a decision is on its way, and gives them back when it is refused", () => {
    const note = { type: "note", note: "rude" } as const;
    const sent = run(claimed, note, { type: "sent", outcome: "BLOCK" });
    expect(sent).toMatchObject({ phase: { name: "claiming", sent: "BLOCK" }, task: { id: "tsk_1" } });
    const back = { type: "refused", task, draft: sent.draft, message: "No." } as const;
    const refused = deskReducer(sent, { ...back, stale: false });
    expect(refused).toMatchObject({ phase: { name: "judging" }, problem: "No.", draft: { note: "rude" } });
    expect(deskReducer(sent, { ...back, stale: true })).toMatchObject({
      phase: { name: "lost", message: "No." },
      draft: { note: "rude" },
    });
  });

  it("takes the next item off the desk again when the one before it is refused", () => {
    const next = { ...task, id: "tsk_2" };
    const draft = { categories: ["spam" as const], note: "advert" };
    const moved = run(claimed, { type: "claimed", task: next, draft: null, sent: "BLOCK" });
    expect(moved).toMatchObject({ task: { id: "tsk_2" }, sent: "BLOCK" });
    const back = deskReducer(moved, { type: "refused", task, draft, message: "Busy.", stale: false });
    expect(back).toMatchObject({ task: { id: "tsk_1" }, draft, problem: "Busy.", sent: null });
  });

  it("keeps the draft when the hold is lost, and refuses to start anything then", () => {
    const lost = run(claimed, { type: "note", note: "rude" }, { type: "lost", message: "Gone." });
    expect(lost).toMatchObject({ phase: { name: "lost" }, draft: { note: "rude" }, task: { id: "tsk_1" } });
    expect(deskReducer(lost, { type: "mode", mode: "block" }).mode).toBe("judge");
  });

  it("says that a key came too early, still when the next item is here, until something is done with it", () => {
    const next = { ...claimed, task: { ...task, id: "tsk_2" } };
    const early = run(claimed, { type: "sent", outcome: "APPROVE" }, { type: "mode", mode: "escalate" });
    expect(early).toMatchObject({ mode: "judge", problem: expect.stringMatching(/nothing was done/) });
    const arrived = deskReducer(early, next);
    expect(arrived).toMatchObject({ task: { id: "tsk_2" }, mode: "judge", problem: early.problem });
    expect(deskReducer(arrived, { type: "mode", mode: "escalate" })).toMatchObject({
      mode: "escalate",
      problem: null,
    });
    expect(run({ type: "early" }, claimed).problem).toBe(early.problem);
    expect(run(claimed, { type: "problem", message: "No." }, next).problem).toBeNull();
    expect(run(claimed, { type: "lost", message: "Gone." }, { type: "early" }).problem).toMatch(/no longer/);
  });

  it("extends the lease without touching anything else", () => {
    const later = "2026-03-01T12:02:00.000Z";
    const before = run(claimed);
    expect(deskReducer(before, { type: "lease", id: "tsk_1", until: later })).toEqual({
      ...before,
      task: { ...task, leaseUntil: later },
    });
    expect(deskReducer(before, { type: "lease", id: "tsk_9", until: later })).toBe(before);
    expect(run({ type: "lease", id: "tsk_1", until: later }).task).toBeNull();
  });

  it("forgets the last item when nothing waits", () => {
    expect(run(claimed, { type: "empty" })).toMatchObject({ phase: { name: "empty" }, task: null });
  });
});
