import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type GoldenBody, goldenListSchema, qualitySchema } from "#lib/domain/quality";
import { request } from "./fetch";

/** Key of all that is asked about quality. */
export const QUALITY = ["quality"];
const GOLDEN = ["golden"];

/** How well people agree, over so many days. */
export function useQuality(days: number) {
  return useQuery({
    queryKey: [...QUALITY, days],
    queryFn: ({ signal }) => request(`/api/desk/quality?days=${days}`, { schema: qualitySchema, signal }),
  });
}

/** The golden items in use. */
export function useGolden() {
  return useQuery({
    queryKey: GOLDEN,
    queryFn: ({ signal }) => request("/api/desk/golden", { schema: goldenListSchema, signal }),
  });
}

/** The list of them, and the item's page, which says whether it is one. */
const refetchGolden = (client: QueryClient) =>
  Promise.all([GOLDEN, ["items"]].map((queryKey) => client.invalidateQueries({ queryKey })));

export function useAddGolden() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: GoldenBody) => request("/api/desk/golden", { method: "POST", body }),
    onSuccess: () => refetchGolden(client),
  });
}

export function useRetireGolden() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(`/api/desk/golden/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => refetchGolden(client),
  });
}
