import { Failure } from "#lib/domain/failure";
import type { Skills, Team } from "#lib/domain/people";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { listSkills, putSkills } from "#lib/store/reviewer-skills";
import { findUser, listUsers } from "#lib/store/users";

/** Everybody who reviews and what they may be given. What a person has opted out of is theirs alone. */
export async function readTeam(orgId: string): Promise<Team> {
  const [users, skills] = await Promise.all([listUsers(orgId), listSkills(orgId)]);
  return {
    people: users
      .filter((user) => user.active)
      .map(({ id, name, role }) => ({
        id,
        name,
        role,
        ...(skills.get(id) ?? { languages: [], categories: [], queues: [] }),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
  };
}

/** Sets what a person may be given; empty lists lift every restriction. */
export async function setSkills(orgId: string, userId: string, skills: Skills, by: string): Promise<void> {
  const user = await findUser(userId);
  if (user?.orgId !== orgId) throw new Failure("not_found", "There is no such person here.");
  await inTransaction(async (tx) => {
    await putSkills(tx, userId, skills);
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "skills.set",
      subject: userId,
      payload: { ...skills },
    });
  });
}
