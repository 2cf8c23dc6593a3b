import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { modelListSchema, modelPageSchema } from "#lib/domain/model-catalogue";
import { savedPolicySchema } from "#lib/domain/policy-history";
import { type RecalibrateBody, recalibrationProposalSchema } from "#lib/domain/recalibration-proposal";
import { request } from "./fetch";

const MODELS = ["models"];

/** What judges posts, and how each of them fares. */
export function useModels() {
  return useQuery({
    queryKey: MODELS,
    queryFn: ({ signal }) => request("/api/desk/models", { schema: modelListSchema, signal }),
  });
}

/** One of them, with its card. */
export function useModel(name: string) {
  return useQuery({
    queryKey: [...MODELS, name],
    queryFn: ({ signal }) =>
      request(`/api/desk/models/${encodeURIComponent(name)}`, { schema: modelPageSchema, signal }),
  });
}

const PROPOSAL = ["recalibration"];
const CALIBRATION = "/api/desk/models/calibration";

/** What people's decisions say of the text models' scores, and what recalibrating would do. */
export function useRecalibration() {
  return useQuery({
    queryKey: PROPOSAL,
    queryFn: ({ signal }) => request(CALIBRATION, { schema: recalibrationProposalSchema, signal }),
    staleTime: 60_000,
  });
}

/** Puts previewed curves in force, or those of an earlier version; null takes them back. */
export function useRecalibrate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RecalibrateBody | null) =>
      body
        ? request(CALIBRATION, { method: "POST", body, schema: savedPolicySchema })
        : request(CALIBRATION, { method: "DELETE", schema: savedPolicySchema }),
    onSettled: () =>
      Promise.all([PROPOSAL, ["policy"]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
