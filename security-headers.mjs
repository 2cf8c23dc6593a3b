/** Headers of every answer; the content security policy of pages is made per request in proxy.ts. */
export const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Added where the connection to the outermost proxy was encrypted. */
export const HSTS = { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" };
