import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  addedEntriesSchema,
  fingerprintSchema,
  type importExchangeSchema,
  importedExchangeSchema,
  type ListQuery,
  listPageSchema,
  type NewEntries,
} from "#lib/domain/lists";
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

/** What a file is known by. Its kind is told by the browser and checked by the server, by the file's bytes. */
export function useFingerprint() {
  return useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      const [kind = ""] = file.type.split("/");
      body.set(["audio", "video"].includes(kind) ? kind : "image", file);
      return request("/api/desk/lists/fingerprint", { method: "POST", body, schema: fingerprintSchema });
    },
  });
}

/** Where the file with all hashes in force is. */
export const EXCHANGE_FILE = "/api/desk/lists/exchange";

export function useImportExchange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof importExchangeSchema>) =>
      request(EXCHANGE_FILE, { method: "POST", body, schema: importedExchangeSchema }),
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
