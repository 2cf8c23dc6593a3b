import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  type AcceptInvite,
  inviteLinkSchema,
  joinedSchema,
  type newInviteSchema,
  type PersonChange,
  peopleSchema,
  personSchema,
} from "#lib/domain/people";
import { request } from "./fetch";

const PEOPLE = ["people"];

/** Everybody of the organisation and the open invitations. */
export function usePeople() {
  return useQuery({
    queryKey: PEOPLE,
    queryFn: ({ signal }) => request("/api/desk/people", { schema: peopleSchema, signal }),
  });
}

function usePeopleMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: PEOPLE }) });
}

export function useChangePerson() {
  return usePeopleMutation(({ id, change }: { id: string; change: PersonChange }) =>
    request(`/api/desk/people/${id}`, { method: "PATCH", body: change, schema: personSchema }),
  );
}

export function useInvite() {
  return usePeopleMutation((body: z.input<typeof newInviteSchema>) =>
    request("/api/desk/invites", { method: "POST", body, schema: inviteLinkSchema }),
  );
}

export function useWithdrawInvite() {
  return usePeopleMutation((id: string) => request(`/api/desk/invites/${id}`, { method: "DELETE" }));
}

/** Makes the invited person's account. */
export function acceptInvite(token: string, body: AcceptInvite) {
  return request(`/api/invites/${encodeURIComponent(token)}`, { method: "POST", body, schema: joinedSchema });
}
