import { readdirSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../system/project.mjs";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

export interface AppFile {
  /** As in the address bar, parameters in square brackets: `/items/[id]`. */
  path: string;
  file: string;
}

function appFiles(name: string): AppFile[] {
  const root = path.join(ROOT, "app");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .map((file) => {
      const segments = path.dirname(file).split(path.sep);
      const shown = segments.filter((segment) => segment !== "." && !/^\(.*\)$/.test(segment));
      return { path: `/${shown.join("/")}`, file: path.join(root, file) };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every page of the app. */
export function appPages(): AppFile[] {
  return appFiles("page.tsx");
}

export interface AppHandler extends AppFile {
  method: (typeof METHODS)[number];
  handler: Handler;
}

/** Every method of every route handler of the app. */
export async function appHandlers(): Promise<AppHandler[]> {
  const found = await Promise.all(
    appFiles("route.ts").map(async (entry) => {
      const module = (await import(entry.file)) as Record<string, Handler | undefined>;
      return METHODS.flatMap((method) => {
        const handler = module[method];
        return handler ? [{ ...entry, method, handler }] : [];
      });
    }),
  );
  return found.flat();
}
