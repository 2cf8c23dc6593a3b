import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import {
  type ImportMapping,
  importCheckSchema,
  importDetailSchema,
  importsSchema,
} from "#lib/domain/imports";
import { ApiError, request } from "./fetch";

const IMPORTS = ["imports"];
const WATCH_MS = 1500;

export function useImports() {
  return useQuery({
    queryKey: IMPORTS,
    queryFn: ({ signal }) => request("/api/desk/imports", { schema: importsSchema, signal }),
    refetchInterval: ({ state }) =>
      state.data?.imports.some((entry) => entry.state === "running") ? WATCH_MS * 2 : false,
  });
}

/** One import, followed while it runs. */
export function useImport(id: string) {
  return useQuery({
    queryKey: [...IMPORTS, id],
    queryFn: ({ signal }) => request(`/api/desk/imports/${id}`, { schema: importDetailSchema, signal }),
    refetchInterval: ({ state }) => (state.data?.import.state === "running" ? WATCH_MS : false),
  });
}

const createdSchema = z.object({ id: z.string() });

/** Sends a file as it is, telling how far it is; `fetch` cannot say. */
function upload(file: File, onProgress: (share: number) => void): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", `/api/desk/imports?name=${encodeURIComponent(file.name)}`);
    call.responseType = "json";
    call.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    call.onerror = () => reject(new ApiError(0, "The server cannot be reached. Try again."));
    call.onload = () => {
      const parsed = createdSchema.safeParse(call.response);
      if (parsed.success) return resolve(parsed.data);
      const { detail } = (call.response ?? {}) as { detail?: string };
      reject(new ApiError(call.status, detail ?? "The file could not be taken. Try again."));
    };
    call.send(file);
  });
}

export function useUpload(onProgress: (share: number) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => upload(file, onProgress),
    onSuccess: () => client.invalidateQueries({ queryKey: IMPORTS }),
  });
}

export function useCheckImport(id: string) {
  return useMutation({
    mutationFn: (mapping: ImportMapping) =>
      request(`/api/desk/imports/${id}/check`, {
        method: "POST",
        body: { mapping },
        schema: importCheckSchema,
      }),
  });
}

/** Starts an import under a mapping, or goes on with one (without). */
export function useStartImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mapping: ImportMapping | undefined) =>
      request(`/api/desk/imports/${id}/start`, { method: "POST", body: { mapping } }),
    onSettled: () => client.invalidateQueries({ queryKey: IMPORTS }),
  });
}

export function useStopImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request(`/api/desk/imports/${id}/stop`, { method: "POST", body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: IMPORTS }),
  });
}
