import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { type Skills, teamSchema } from "#lib/domain/people";
import {
  deskQueuesSchema,
  type QueueRule,
  type queueBodySchema,
  queueMovedSchema,
  rulePreviewSchema,
} from "#lib/domain/queue-rules";
import { request } from "./fetch";

const RULES = ["queue-rules"];
const TEAM = ["team"];
const address = (name: string) => `/api/desk/queues/rules/${encodeURIComponent(name)}`;

/** The queues by rule, in the order in which they are tried. */
export function useQueueRules() {
  return useQuery({
    queryKey: RULES,
    queryFn: ({ signal }) => request("/api/desk/queues/rules", { schema: deskQueuesSchema, signal }),
  });
}

function useQueueMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: RULES }) });
}

/** Makes or changes a queue; answers how many waiting items moved into it. */
export function useSaveQueue() {
  return useQueueMutation(({ name, body }: { name: string; body: z.input<typeof queueBodySchema> }) =>
    request(address(name), { method: "PUT", body, schema: queueMovedSchema }),
  );
}

/** Retires a queue; answers how many waiting items went back to the general queue. */
export function useRetireQueue() {
  return useQueueMutation((name: string) =>
    request(address(name), { method: "DELETE", schema: queueMovedSchema }),
  );
}

export function useOrderQueues() {
  return useQueueMutation((names: string[]) =>
    request("/api/desk/queues/rules", { method: "PUT", body: { names }, schema: deskQueuesSchema }),
  );
}

/** Which waiting items a rule would catch now; nothing is asked while there is no valid rule. */
export function useRulePreview(rule: QueueRule | null) {
  return useQuery({
    queryKey: ["queue-preview", rule],
    enabled: rule !== null,
    queryFn: ({ signal }) =>
      request("/api/desk/queues/preview", {
        method: "POST",
        body: { rule },
        schema: rulePreviewSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Everybody who reviews and what they may be given. */
export function useTeam() {
  return useQuery({
    queryKey: TEAM,
    queryFn: ({ signal }) => request("/api/desk/skills", { schema: teamSchema, signal }),
  });
}

export function useSetSkills() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, skills }: { id: string; skills: Skills }) =>
      request(`/api/desk/people/${id}/skills`, { method: "PUT", body: skills }),
    onSuccess: () => client.invalidateQueries({ queryKey: TEAM }),
  });
}
