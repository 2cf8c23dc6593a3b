/*
 * Fills a new database, once: the demo organisation with its people, key and history, or with --no-demo an
 * organisation and an invite link for its first admin. What it prints is shown by npm start.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env, publicUrl } from "../lib/config/env";
import { SCOPES } from "../lib/domain/access";
import { closeConnections } from "../lib/services/close-connections";
import { createOrganization } from "../lib/services/create-organization";
import { createInvite } from "../lib/services/invite-person";
import { createKey } from "../lib/services/manage-keys";
import { appendAudit } from "../lib/store/audit";
import { db, inTransaction } from "../lib/store/client";
import { hashPassword } from "../lib/store/secrets";
import { insertUser } from "../lib/store/users";
import { writeHistory } from "./demo/history";
import { writeSettings } from "./demo/settings";

const PEOPLE = [
  { email: "admin@sightline.test", name: "Ada Admin", role: "admin" },
  { email: "lead@sightline.test", name: "Lena Lead", role: "lead" },
  { email: "mod1@sightline.test", name: "Mo First", role: "moderator" },
  { email: "mod2@sightline.test", name: "Mia Second", role: "moderator" },
  { email: "mod3@sightline.test", name: "Max Third", role: "moderator" },
] as const;

async function seedDemo(): Promise<void> {
  const orgId = await createOrganization("Demo community");
  const ids: Record<string, string> = {};
  const users: { email: string; role: string; password: string }[] = [];
  for (const { email, name, role } of PEOPLE) {
    const password = env().DEMO_PASSWORD ?? randomBytes(12).toString("base64url");
    const passwordHash = await hashPassword(password);
    const user = await inTransaction(async (tx) => {
      const made = await insertUser(tx, { orgId, email, name, role, passwordHash });
      await appendAudit(tx, {
        orgId,
        actor: "machine",
        action: "user.joined",
        subject: made.id,
        payload: { role },
      });
      return made;
    });
    ids[email] = user.id;
    users.push({ email, role, password });
  }
  const key = {
    name: "Demo key",
    scopes: [...SCOPES],
    ratePerSecond: 100,
    burst: 500,
  };
  const { secret } = await createKey(orgId, key, null);
  const file = path.join(env().SIGHTLINE_DATA_DIR, "credentials.json");
  writeFileSync(file, `${JSON.stringify({ apiKey: secret, users }, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  await writeSettings(orgId, ids["admin@sightline.test"] as string);
  const told = await writeHistory(orgId, {
    moderators: ["mod1", "mod2", "mod3"].map((name) => ids[`${name}@sightline.test`] as string),
    lead: ids["lead@sightline.test"] as string,
  });
  console.log(
    `Demo organisation: ${told.items} posts judged, ${told.decisions} decided by people, ${told.appeals} appeals.`,
  );
}

async function seedInvite(): Promise<void> {
  const orgId = await createOrganization("My organisation");
  const { token } = await createInvite({ orgId, role: "admin", email: null, invitedBy: null });
  console.log(`Make your admin account here: ${publicUrl()}/invite/${token}`);
}

if ((await db().organization.count()) === 0)
  await (process.argv.includes("--no-demo") ? seedInvite() : seedDemo());
await closeConnections();
// Inference threads and queue connections are closed by now; nothing may keep npm start waiting.
process.exit(0);
