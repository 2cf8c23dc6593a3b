import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));

/** Headers of every answer; the content security policy of pages is made per request in proxy.ts. */
const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
const asList = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));
const HTTPS = [{ type: "header", key: "x-forwarded-proto", value: "https" }];
const HSTS = { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" };

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
