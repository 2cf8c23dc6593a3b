import { commandLine, sayFailures } from "./command-line";
import { openDatabase } from "./system/open-database";

/*
 * `npm run audit:verify`: recomputes every organisation's audit chain from its first row and compares it with what is
 * stored. Ends with 1 and names the first broken row when anything was changed, removed or put in between.
 */

async function verifyAll(): Promise<boolean> {
  const { closeStore } = await import("#lib/store/client");
  const { listOrganizations } = await import("#lib/store/organizations");
  const { verifyChain } = await import("#lib/store/audit");
  let whole = true;
  for (const { id, name } of await listOrganizations()) {
    const check = await verifyChain(id);
    whole &&= check.ok;
    if (check.ok) console.log(`${name} (${id}): ${check.rows} rows, unbroken`);
    else console.error(`${name} (${id}): BROKEN at row ${check.brokenSeq}: ${check.reason}`);
  }
  await closeStore();
  return whole;
}

sayFailures("audit:verify");
commandLine("npm run audit:verify: needs no flags", {});
const close = await openDatabase();
try {
  process.exitCode = (await verifyAll()) ? 0 : 1;
} finally {
  close();
}
