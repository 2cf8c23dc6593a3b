/*
 * Builds the TypeScript client from the OpenAPI operations: `npm run build:client`. Its output is committed; a test
 * says when it is out of date.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { buildClient, CLIENT_FOLDER } from "./client/build";

const files = await buildClient();
for (const [name, text] of Object.entries(files)) {
  writeFileSync(path.join(CLIENT_FOLDER, name), text);
  console.log(`${name}: ${Buffer.byteLength(text)} bytes`);
}
