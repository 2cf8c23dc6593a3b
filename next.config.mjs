import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { HSTS, SECURITY_HEADERS } from "./security-headers.mjs";

const root = dirname(fileURLToPath(import.meta.url));

const asList = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));
const HTTPS = [{ type: "header", key: "x-forwarded-proto", value: "https" }];

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  outputFileTracingRoot: root,
  turbopack: { root },
  serverExternalPackages: [
    "onnxruntime-node",
    "bullmq",
    "ioredis",
    "pg",
    "pino",
    "@prisma/adapter-pg",
    "@prisma/client",
  ],
  experimental: { authInterrupts: true },
  // npm test checks the types; npm start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The dev server otherwise refuses its own scripts to pages opened under the address instead of the name.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  headers: async () => [
    { source: "/:path*", headers: asList(SECURITY_HEADERS) },
    { source: "/:path*", has: HTTPS, headers: asList(HSTS) },
  ],
};
