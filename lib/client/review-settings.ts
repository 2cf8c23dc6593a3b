import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReviewSettings, reviewSettingsSchema } from "#lib/domain/review-settings";
import { request } from "./fetch";

const SETTINGS = ["review-settings"];

/** How people decide here. */
export function useReviewSettings() {
  return useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => request("/api/desk/review-settings", { schema: reviewSettingsSchema, signal }),
  });
}

export function useSaveReviewSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReviewSettings) =>
      request("/api/desk/review-settings", { method: "PUT", body, schema: reviewSettingsSchema }),
    onSuccess: (saved) => client.setQueryData(SETTINGS, saved),
  });
}
