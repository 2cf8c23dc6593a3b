import { closeConnections } from "#lib/services/close-connections";
import { runImport } from "#lib/services/run-import";

/* One process that takes the rows of an import, to be killed: `import-runner.ts ID`. */

const [id = ""] = process.argv.slice(2);
const done = await runImport(id);
await closeConnections();
process.exit(done ? 0 : 3);
