import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PolicyBody } from "#lib/domain/policy";
import { policyHistorySchema, type SavePolicy, savedPolicySchema } from "#lib/domain/policy-history";
import { replaySampleSchema } from "#lib/domain/policy-replay";
import { request } from "./fetch";

const POLICY = ["policy"];

/** All versions, newest first, and which one is in force. */
export function usePolicyHistory() {
  return useQuery({
    queryKey: POLICY,
    queryFn: ({ signal }) => request("/api/desk/policy", { schema: policyHistorySchema, signal }),
  });
}

/** The policy in force; undefined until it is known. */
export function usePolicyInForce(): PolicyBody | undefined {
  const { data } = usePolicyHistory();
  return data?.versions.find(({ version }) => version === data.active)?.body;
}

/** Recent items with what the models found, for trying out a policy in the browser. */
export function useReplaySample(limit: number) {
  return useQuery({
    queryKey: [...POLICY, "replay", limit],
    queryFn: ({ signal }) =>
      request(`/api/desk/policy/replay?limit=${limit}`, { schema: replaySampleSchema, signal }),
    staleTime: 60_000,
  });
}

export function useSavePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SavePolicy) =>
      request("/api/desk/policy", { method: "POST", body, schema: savedPolicySchema }),
    onSuccess: () => client.invalidateQueries({ queryKey: POLICY, exact: true }),
  });
}
