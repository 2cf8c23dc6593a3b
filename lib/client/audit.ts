import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type AuditQuery, auditPageSchema, chainCheckSchema } from "#lib/domain/audit";
import { request } from "./fetch";
import { queryString } from "./query-string";

/** The audit log, newest first, page by page. */
export function useAudit(filter: Omit<AuditQuery, "before">) {
  return useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) =>
      request(`/api/desk/audit${queryString({ ...filter, before: pageParam })}`, {
        schema: auditPageSchema,
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Recomputes the whole chain on the server. */
export function useVerifyChain() {
  return useMutation({
    mutationFn: () => request("/api/desk/audit/verify", { method: "POST", schema: chainCheckSchema }),
  });
}
