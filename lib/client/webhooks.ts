import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type ChangeWebhook,
  createdWebhookSchema,
  type DeliveryQuery,
  deliveryPageSchema,
  type NewWebhook,
  newSecretSchema,
  webhooksSchema,
} from "#lib/domain/webhooks";
import { request } from "./fetch";
import { queryString } from "./query-string";

const WEBHOOKS = ["webhooks"];
const DELIVERIES = ["webhook-deliveries"];
/** While something is on its way the log is read this often. */
const WATCH_MS = 1500;

export function useWebhooks() {
  return useQuery({
    queryKey: WEBHOOKS,
    queryFn: ({ signal }) => request("/api/desk/webhooks", { schema: webhooksSchema, signal }),
    refetchInterval: ({ state }) =>
      state.data?.webhooks.some(({ counts }) => counts.pending > 0) ? WATCH_MS * 2 : false,
  });
}

/** What was sent to an endpoint, or (`callbacks`) to callback addresses, newest first. */
export function useDeliveries(id: string, filter: Omit<DeliveryQuery, "before">) {
  return useInfiniteQuery({
    queryKey: [...DELIVERIES, id, filter],
    queryFn: ({ pageParam, signal }) =>
      request(`/api/desk/webhooks/${id}/deliveries${queryString({ ...filter, before: pageParam })}`, {
        schema: deliveryPageSchema,
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextBefore ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.deliveries.some((delivery) => delivery.state === "pending") ? WATCH_MS : false,
  });
}

function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: WEBHOOKS }),
        client.invalidateQueries({ queryKey: DELIVERIES }),
      ]),
    // A secret must not linger in the cache once its dialog is closed.
    gcTime: 0,
  });
}

export const useCreateWebhook = () =>
  useChange((body: NewWebhook) =>
    request("/api/desk/webhooks", { method: "POST", body, schema: createdWebhookSchema }),
  );

export const useChangeWebhook = (id: string) =>
  useChange((body: ChangeWebhook) => request(`/api/desk/webhooks/${id}`, { method: "PATCH", body }));

export const useRemoveWebhook = (id: string) =>
  useChange(() => request(`/api/desk/webhooks/${id}`, { method: "DELETE" }));

export const useNewSecret = (id: string) =>
  useChange(() =>
    request(`/api/desk/webhooks/${id}/secret`, { method: "POST", body: {}, schema: newSecretSchema }),
  );

export const useTestWebhook = (id: string) =>
  useChange(() => request(`/api/desk/webhooks/${id}/test`, { method: "POST", body: {} }));

export const useSendAgain = () =>
  useChange((deliveryId: string) =>
    request(`/api/desk/webhook-deliveries/${deliveryId}`, { method: "POST", body: {} }),
  );
