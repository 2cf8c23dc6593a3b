/** `npm test`: everything, from a fresh clone. Like start.mjs, readable by an old Node. */
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `The tests need Node 20.19 or newer, and this is Node ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

import("./test/main.mjs").then(({ main }) => main(process.argv.slice(2)));
