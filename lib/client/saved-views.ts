import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type ExportBody,
  exportsSchema,
  exportViewSchema,
  savedViewSchema,
  savedViewsSchema,
  type ViewBody,
} from "#lib/domain/item-query";
import { request } from "./fetch";

const VIEWS = ["views"];
const EXPORTS = ["exports"];

/** Searches that this person kept, and those that others share. */
export function useViews() {
  return useQuery({
    queryKey: VIEWS,
    queryFn: ({ signal }) => request("/api/desk/views", { schema: savedViewsSchema, signal }),
  });
}

export function useSaveView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ViewBody) =>
      request("/api/desk/views", { method: "POST", body, schema: savedViewSchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: VIEWS }),
  });
}

export function useForgetView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(`/api/desk/views/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: VIEWS }),
  });
}

const PROGRESS_MS = 1000;

/** This person's exports; asked for again each second while one is under way. */
export function useExports(enabled: boolean) {
  return useQuery({
    queryKey: EXPORTS,
    enabled,
    queryFn: ({ signal }) => request("/api/desk/exports", { schema: exportsSchema, signal }),
    refetchInterval: ({ state }) =>
      state.data?.exports.some((entry) => entry.state === "waiting" || entry.state === "running")
        ? PROGRESS_MS
        : false,
  });
}

export function useStartExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ExportBody) =>
      request("/api/desk/exports", { method: "POST", body, schema: exportViewSchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: EXPORTS }),
  });
}
