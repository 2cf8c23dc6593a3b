import path from "node:path";

/** The project's root folder. */
export const ROOT = path.resolve(import.meta.dirname, "..", "..");

/** The folder that holds everything Sightline keeps on this machine. */
export const dataFolder = () => path.resolve(ROOT, process.env.SIGHTLINE_DATA_DIR || ".data");

/** The JavaScript file behind a command of an installed package, to be run with node itself. */
export const packageFile = (...parts) => path.join(ROOT, "node_modules", ...parts);

export const PRISMA_CLI = packageFile("prisma", "build", "index.js");
