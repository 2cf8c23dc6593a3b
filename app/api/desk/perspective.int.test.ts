import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAnswerSchema } from "#lib/domain/migration";
import { closeConnections } from "#lib/services/close-connections";
import type { User } from "#lib/store/users";
import { fakeCascade } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";
import { type ScoreService, startScoreService } from "../../../scripts/test/score-service";
import { POST } from "./perspective/route";

let admin: User;
let service: ScoreService;
beforeAll(async () => {
  admin = await makeUser(await makeOrganization(), "admin");
  service = await startScoreService(fakeCascade());
});
afterAll(async () => {
  await service.stop();
  await closeConnections();
});
const compare = async (csv: string) =>
  POST(await deskRequest("/api/desk/perspective", admin, { method: "POST", body: { csv } }));

describe("POST /api/desk/perspective", () => {
  it("compares more texts than one request to the models takes", async () => {
    const rows = Array.from({ length: 300 }, (_, at) => {
      const old = at / 300;
      return `"toxicity=${(old / 2).toFixed(4)} in row ${at + 2}",${old.toFixed(4)},0.1`;
    });
    const response = await compare(["text,TOXICITY,THREAT", ...rows, ",0.5,0.5"].join("\n"));
    expect(response.status).toBe(200);
    const answer = compareAnswerSchema.parse(await response.json());
    expect(answer).toMatchObject({
      texts: 300,
      uncovered: ["THREAT"],
      skipped: { count: 1, first: [{ row: 302, reason: "no text" }] },
    });
    const { TOXICITY } = answer.attributes;
    expect(TOXICITY?.spearman).toBeGreaterThan(0.999);
    expect(TOXICITY?.thresholds.find(({ before }) => before === 0.8)?.after).toBeCloseTo(0.4, 2);
    for (const { row } of TOXICITY?.moved ?? []) expect(answer.excerpts[row]).toContain(`in row ${row}`);
  });

  it("says what is wrong with a table", async () => {
    const response = await compare("text,likes\nhello,3\n");
    expect(response.status).toBe(422);
    expect(((await response.json()) as { detail: string }).detail).toContain("such as TOXICITY");
  });
});
