import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { addedEntriesSchema, type ListQuery, listPageSchema, type NewEntries } from "#lib/domain/lists";
import { request } from "./fetch";
import { queryString } from "./query-string";

const LISTS = ["lists"];

/** The entries in force that fit the filter, page by page. */
export function useListEntries(filter: Omit<ListQuery, "cursor">) {
  return useInfiniteQuery({
    queryKey: [...LISTS, filter],
    queryFn: ({ pageParam, signal }) =>
      request(`/api/desk/lists${queryString({ ...filter, cursor: pageParam })}`, {
        schema: listPageSchema,
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useAddEntries() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewEntries) =>
      request("/api/desk/lists", { method: "POST", body, schema: addedEntriesSchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: LISTS }),
  });
}

export function useRemoveEntry() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(`/api/desk/lists/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: LISTS }),
  });
}
