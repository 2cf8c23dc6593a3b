/**
 * `npm start` and `npm run dev`: everything from a fresh clone to a running Sightline. This file is the only one
 * that an old Node reads, so it uses nothing that an old Node does not know.
 */
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Sightline needs Node 20.19 or newer, and this is Node ${process.versions.node}. Install a newer one from https://nodejs.org and start again.`,
  );
  process.exit(1);
}

import("./start/main.mjs").then(({ main }) => main(process.argv.slice(2)));
