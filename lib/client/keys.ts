import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createdKeySchema, keysSchema, type NewKey } from "#lib/domain/keys";
import { request } from "./fetch";

const KEYS = ["keys"];

export function useKeys() {
  return useQuery({
    queryKey: KEYS,
    queryFn: ({ signal }) => request("/api/desk/keys", { schema: keysSchema, signal }),
  });
}

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewKey) =>
      request("/api/desk/keys", { method: "POST", body, schema: createdKeySchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
    // The secret must not linger in the cache once the dialog is closed.
    gcTime: 0,
  });
}

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(`/api/desk/keys/${id}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}
