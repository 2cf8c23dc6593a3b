import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { insightsSchema } from "#lib/domain/insights";
import { request } from "./fetch";

/** How moderation went over the last days. */
export function useInsights(days: number) {
  return useQuery({
    queryKey: ["insights", days],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => request(`/api/desk/insights?days=${days}`, { schema: insightsSchema, signal }),
  });
}
