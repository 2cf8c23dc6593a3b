import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { KeptHidden } from "#lib/domain/media";
import {
  type CareBody,
  type CareView,
  careViewSchema,
  type ViewDefaults,
  viewDefaultsSchema,
} from "#lib/domain/wellbeing";
import { request } from "./fetch";

const CARE = ["me", "wellbeing"];
const REFRESH_MS = 30_000;

/** One's own dose, breaks and wishes; nobody else's can be asked for. */
export function useCare() {
  return useQuery({
    queryKey: CARE,
    queryFn: ({ signal }) => request("/api/desk/me/wellbeing", { schema: careViewSchema, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** Until a person's wishes are known, everything is hidden, grey and silent. */
const HIDDEN = viewDefaultsSchema.parse({});

/** How media are shown at first, as this person wishes. */
export function useViewDefaults(): ViewDefaults {
  const { data } = useQuery({
    queryKey: CARE,
    queryFn: ({ signal }) => request("/api/desk/me/wellbeing", { schema: careViewSchema, signal }),
    staleTime: REFRESH_MS,
  });
  return data?.defaults ?? HIDDEN;
}

/** How a medium is shown at first: as this person wishes, or hidden, grey and silent where there is a reason for it. */
export function useFirstSight(keptHidden: KeptHidden | null): ViewDefaults {
  const wished = useViewDefaults();
  return keptHidden ? { ...HIDDEN, reduced: wished.reduced } : wished;
}

function useCareMutation<Input>(send: (input: Input) => Promise<CareView>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: (care) => client.setQueryData(CARE, care) });
}

export function useChangeCare() {
  return useCareMutation((body: CareBody) =>
    request("/api/desk/me/wellbeing", { method: "PUT", body, schema: careViewSchema }),
  );
}

/** Begins (true) or ends a break. */
export function useBreak() {
  return useCareMutation((begin: boolean) =>
    request("/api/desk/me/wellbeing/break", {
      method: begin ? "POST" : "DELETE",
      ...(begin ? { body: {} } : {}),
      schema: careViewSchema,
    }),
  );
}
