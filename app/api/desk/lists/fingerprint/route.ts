import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { route } from "#lib/http/route";
import { fingerprintFile } from "#lib/services/exchange-hashes";

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: z.object({}) },
  takesUploads: true,
  handle: async ({ uploads }) => {
    const [upload] = uploads;
    if (!upload || uploads.length > 1)
      throw new Failure("invalid_input", "Send one file, as image, audio or video.", {
        errors: [{ pointer: "/image", message: "One file is needed." }],
      });
    return fingerprintFile(upload);
  },
});
