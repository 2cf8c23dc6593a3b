import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { itemDetailSchema, itemPageSchema } from "#lib/domain/desk-items";
import { ITEM_QUERY_FIELDS, type ItemQuery, itemQuerySchema } from "#lib/domain/item-query";
import type { DeskMedia } from "#lib/domain/media";
import { request } from "./fetch";

const FIELDS = ITEM_QUERY_FIELDS;

/** What the list of items can be narrowed by, as the fields of a form hold it; an empty field does not narrow. */
export type ItemFilter = Record<keyof ItemQuery, string>;

/** Reads a filter from an address; what does not parse does not narrow. */
export function readFilter(search: URLSearchParams): ItemFilter {
  const entries = FIELDS.map((name) => {
    const value = (search.get(name) ?? "").trim();
    const fits = value !== "" && itemQuerySchema.shape[name].safeParse(value).success;
    return [name, fits ? value : ""] as const;
  });
  return Object.fromEntries(entries) as ItemFilter;
}

/** A filter that narrows nothing. */
export const NO_FILTER: ItemFilter = readFilter(new URLSearchParams());

/** A filter as the server wants it, for an export. */
export function queryOf(filter: ItemFilter): ItemQuery {
  return itemQuerySchema.parse(
    Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== "")),
  );
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

/** How often a copy that is being made is asked for. */
const COPY_MS = 1500;

/** Whether people's copy of one of these is still to come. */
const isPending = (media: readonly DeskMedia[]) =>
  media.some(({ problem, renditions }) => !problem && !renditions.view);

/** An item's media as they are by now: copies for people are made after the verdict, and asked for until they are there. */
export function useCopies(itemId: string, media: DeskMedia[]): DeskMedia[] {
  const { data } = useQuery<DeskMedia[]>({
    queryKey: [...keys.one(itemId), "copies"],
    enabled: isPending(media),
    refetchInterval: ({ state }) => (state.data && !isPending(state.data) ? false : COPY_MS),
    queryFn: async ({ signal }) => {
      const path = `/api/desk/items/${encodeURIComponent(itemId)}`;
      return (await request(path, { schema: itemDetailSchema, signal })).item.media;
    },
  });
  return isPending(media) ? (data ?? media) : media;
}
