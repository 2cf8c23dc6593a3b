import { useMutation } from "@tanstack/react-query";
import { compareAnswerSchema, LONGEST_TABLE } from "#lib/domain/migration";
import { ApiError, request } from "./fetch";

/** Compares a CSV file of texts and old Perspective scores with the models' scores. */
export function useComparison() {
  return useMutation({
    mutationFn: async (file: File) => {
      if (file.size > LONGEST_TABLE)
        throw new ApiError(413, "The file is larger than 5 MB. Use npm run migrate:perspective for it.");
      const body = { csv: await file.text() };
      return request("/api/desk/perspective", { method: "POST", body, schema: compareAnswerSchema });
    },
  });
}
