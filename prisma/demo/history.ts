import { env } from "../../lib/config/env";
import { moderateBodySchema } from "../../lib/domain/content";
import type { Category } from "../../lib/domain/taxonomy";
import { createCascade } from "../../lib/inference/cascade";
import { TesseractReader } from "../../lib/media/read-words";
import { pocketSphinx } from "../../lib/media/recognise-speech";
import { fileAppeal } from "../../lib/services/appeals";
import { applyDecision } from "../../lib/services/apply-decision";
import { moderateItem } from "../../lib/services/moderate-item";
import { claimTask, decideTask, escalateTask, type Reviewer, skipTask } from "../../lib/services/review-task";
import { submitItem } from "../../lib/services/submit-item";
import { appealToken } from "../../lib/store/appeal-token";
import { db } from "../../lib/store/client";
import { rulesInForce } from "../../lib/store/lists";
import { backdate } from "./backdate";
import { writeMediaPosts } from "./media-posts";
import { type DemoJudgement, demoPosts, sequence } from "./posts";

interface Team {
  moderators: string[];
  lead: string;
}

/** Posts from the last part of the demo stay undecided, so that every queue has work in it. */
const SETTLED_SHARE = 0.65;

/**
 * Gives the demo organisation several days of history. Every verdict is the cascade's own, every decision goes
 * through the desk's services; only the dates are moved afterwards.
 */
export async function writeHistory(orgId: string, team: Team) {
  const { MODELS_DIR } = env();
  const reader = new TesseractReader();
  const cascade = await createCascade({
    modelsDir: MODELS_DIR,
    threads: 1,
    providers: ["cpu"],
    media: { speech: pocketSphinx, words: reader },
  });
  const random = sequence(11);
  const posts = demoPosts();
  const judgements = new Map<string, DemoJudgement>();
  const inForce = await rulesInForce(orgId);
  const rules = async () => inForce;
  for (const [index, post] of posts.entries()) {
    const body = moderateBodySchema.parse({
      content_id: `demo-${String(index + 1).padStart(3, "0")}`,
      text: post.text,
      metadata: {
        user_id: `user-${Math.floor(random() ** 2 * 60) + 1}`,
        community: post.community,
        region: "GB",
        language: "en",
        reach: Math.floor(10 ** (1 + random() * 3.4)),
        context: "post",
      },
    });
    const { item } = await submitItem({ orgId, apiKeyId: null, body });
    judgements.set(item.id, post.judgement);
    await moderateItem(item.id, { cascade, rules });
    if (index !== Math.floor(posts.length * SETTLED_SHARE)) continue;
    await workOff(orgId, team, judgements, random);
    await answerAppeals(orgId, team);
  }
  const withMedia = await writeMediaPosts(orgId, { cascade, rules });
  await fileAppeals(orgId, STATEMENTS.slice(ANSWERED));
  await openEveryQueue(orgId, team);
  await backdate(orgId);
  await reader.close();
  await cascade.close();
  return {
    items: posts.length + withMedia,
    decisions: await db().decision.count({ where: { orgId, actor: { not: "machine" } } }),
    appeals: await db().appeal.count({ where: { orgId, filedAt: { not: null } } }),
  };
}

const moderator = (orgId: string, userId: string): Reviewer => ({ orgId, userId, role: "moderator" });

/** The team decides all that waits, as the posts' judgements say. */
async function workOff(
  orgId: string,
  team: Team,
  judgements: Map<string, DemoJudgement>,
  random: () => number,
) {
  // What is left may wait for somebody else's opinion: the work is done when nobody finds any.
  for (let turn = 0, misses = 0; misses < team.moderators.length; turn++) {
    const reviewer = moderator(orgId, team.moderators[turn % team.moderators.length] as string);
    // The history took days: nobody of the demo saw all of it in one minute.
    await db().exposure.deleteMany({});
    const task = await claimTask(reviewer);
    misses = task ? 0 : misses + 1;
    if (!task) continue;
    const judgement = judgements.get(task.item.id) ?? "keep";
    const removed: Category[] =
      judgement === "keep" || (judgement === "unsure" && random() < 0.5)
        ? []
        : judgement === "unsure"
          ? (task.verdict?.decidedBy.slice(0, 1) ?? [])
          : judgement.remove;
    await settle(reviewer, task.id, task.leaseToken, removed, "");
  }
}

/** Decides and lets the decision take effect at once. */
async function settle(
  reviewer: Reviewer,
  taskId: string,
  leaseToken: number,
  categories: Category[],
  note: string,
) {
  const decision = categories.length > 0 ? "BLOCK" : "APPROVE";
  const { decisionId } = await decideTask(reviewer, taskId, { leaseToken, decision, categories, note });
  await db().decision.update({ where: { id: decisionId }, data: { effectiveAt: new Date(Date.now() - 1) } });
  await applyDecision(decisionId);
}

const STATEMENTS = [
  "I was quoting what somebody else had written to me. Please read the whole thread.",
  "This was a joke between friends, we have known each other for years.",
  "I do not understand which rule this breaks. I was angry, but I did not insult anybody.",
  "You are right that I was rude, but taking the whole post down is too much.",
  "There is nothing wrong with my offer, it is a real shop and I read the rules first.",
];

const ANSWERED = 3;

/** Files an appeal with each statement, against take-downs that nobody has appealed yet. */
async function fileAppeals(orgId: string, statements: string[]): Promise<void> {
  const appealable = await db().appeal.findMany({
    where: { orgId, state: "available" },
    orderBy: { createdAt: "desc" },
    take: statements.length,
  });
  for (const [index, appeal] of appealable.entries())
    await fileAppeal(appealToken(appeal.decisionId), statements[index] as string);
}

/** A few authors appeal while nothing else waits, and are answered: one of them was right. */
async function answerAppeals(orgId: string, team: Team): Promise<void> {
  await fileAppeals(orgId, STATEMENTS.slice(0, ANSWERED));
  const reviewers: Reviewer[] = [
    ...team.moderators.map((id) => moderator(orgId, id)),
    { orgId, userId: team.lead, role: "lead" },
  ];
  for (let answer = 0; answer < ANSWERED; answer++) {
    for (const reviewer of reviewers) {
      const task = await claimTask(reviewer);
      if (!task) continue;
      const overturn = answer === 1;
      const note = overturn
        ? "You are right: seen in its thread, this was a joke between the two of you. The post is back."
        : "We read it again. The post attacks another member, and our rule is the same for everybody.";
      await settle(reviewer, task.id, task.leaseToken, overturn ? [] : ["harassment"], note);
      break;
    }
  }
}

/** One task skipped and one escalated, so that the leads' queue is not empty either; leases end. */
async function openEveryQueue(orgId: string, team: Team) {
  const [first, second] = team.moderators.map((id) => moderator(orgId, id)) as [Reviewer, Reviewer];
  const unclear = await claimTask(first);
  if (unclear)
    await escalateTask(
      first,
      unclear.id,
      unclear.leaseToken,
      "Could be a quotation. Please look at it with the thread in mind.",
    );
  const skipped = await claimTask(second);
  if (skipped) await skipTask(second, skipped.id, skipped.leaseToken, "I know the author.");
  await db().reviewTask.updateMany({
    where: { orgId, state: "leased" },
    data: { state: "open", leaseOwner: null, leaseUntil: null },
  });
}
