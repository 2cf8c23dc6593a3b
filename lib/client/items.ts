import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { itemDetailSchema, itemPageSchema, itemRowSchema } from "#lib/domain/desk";
import { categorySchema, decisionSchema } from "#lib/domain/taxonomy";
import { request } from "./fetch";

/** What the list of items can be narrowed by; an empty field does not narrow. */
export const itemFilterSchema = z.object({
  decision: decisionSchema.or(z.literal("")).catch(""),
  state: itemRowSchema.shape.state.or(z.literal("")).catch(""),
  category: categorySchema.or(z.literal("")).catch(""),
  author: z.string().trim().max(200).catch(""),
  contentId: z.string().trim().max(200).catch(""),
});
export type ItemFilter = z.infer<typeof itemFilterSchema>;

/** Reads a filter from an address; what does not parse does not narrow. */
export function readFilter(search: URLSearchParams): ItemFilter {
  const field = (name: keyof ItemFilter) => search.get(name) ?? "";
  return itemFilterSchema.parse({
    decision: field("decision"),
    state: field("state"),
    category: field("category"),
    author: field("author"),
    contentId: field("contentId"),
  });
}

/** A filter as a query string without its empty fields; "" when nothing narrows. */
export function writeFilter(filter: ItemFilter): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== "");
  return new URLSearchParams(entries).toString();
}

const keys = {
  list: (filter: ItemFilter) => ["items", "list", filter] as const,
  one: (id: string) => ["items", "one", id] as const,
};

/** Items under a filter, newest first, page by page. */
export function useItems(filter: ItemFilter) {
  return useInfiniteQuery({
    queryKey: keys.list(filter),
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams(writeFilter(filter));
      if (pageParam) search.set("cursor", pageParam);
      return request(`/api/desk/items?${search}`, { schema: itemPageSchema, signal });
    },
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function useItem(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) =>
      request(`/api/desk/items/${encodeURIComponent(id)}`, { schema: itemDetailSchema, signal }),
  });
}
