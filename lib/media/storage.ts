import path from "node:path";
import { env } from "#lib/config/env";
import { FileStorage } from "./storage-files";
import type { MediaStorage } from "./storage-port";
import { S3Storage } from "./storage-s3";

let opened: MediaStorage | undefined;

/**
 * The storage that is configured: S3-compatible when STORAGE_BUCKET is set, else files under the data folder.
 * See docs/decisions/041.
 */
export function mediaStorage(): MediaStorage {
  opened ??= openStorage();
  return opened;
}

function openStorage(): MediaStorage {
  const { STORAGE_BUCKET, STORAGE_ENDPOINT, STORAGE_REGION, STORAGE_KEY_ID, STORAGE_KEY_SECRET } = env();
  if (!STORAGE_BUCKET) return new FileStorage(path.resolve(env().SIGHTLINE_DATA_DIR, "media"));
  if (!STORAGE_KEY_ID || !STORAGE_KEY_SECRET)
    throw new Error("STORAGE_BUCKET is set, so STORAGE_KEY_ID and STORAGE_KEY_SECRET are needed too.");
  return new S3Storage({
    bucket: STORAGE_BUCKET,
    endpoint: STORAGE_ENDPOINT ?? `https://s3.${STORAGE_REGION}.amazonaws.com`,
    region: STORAGE_REGION,
    keyId: STORAGE_KEY_ID,
    secret: STORAGE_KEY_SECRET,
  });
}
