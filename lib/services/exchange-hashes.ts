import { createHash } from "node:crypto";
import type { z } from "zod";
import { Failure } from "#lib/domain/failure";
import type { fingerprintSchema, importExchangeSchema, importedExchangeSchema } from "#lib/domain/lists";
import { DecoderPool } from "#lib/media/decoder/pool";
import { type ExchangeSignal, formatExchange, parseExchange } from "#lib/media/hash-exchange";
import { hashFromHex, hashToHex } from "#lib/media/hash256";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { hashEntriesInForce } from "#lib/store/hash-entries";
import { insertEntries, type NewListEntry, nextListVersion } from "#lib/store/list-entries";
import { notify } from "#lib/store/notify";
import type { ReceivedFile } from "./receive-upload";

/** Rows written by one statement: Postgres takes at most 32,767 values. */
const PER_STATEMENT = 3000;
/** Wrong rows that are told of one by one. */
const TOLD = 20;

let decoders: DecoderPool | undefined;

/** What a file is known by: for a picture its PDQ hash too. Decodes in a process of its own. Throws as decoding does. */
export async function fingerprintFile({
  kind,
  file,
  sha256,
}: ReceivedFile): Promise<z.infer<typeof fingerprintSchema>> {
  if (kind !== "image") return { sha256, pdq: null };
  decoders ??= new DecoderPool({ processes: 1 });
  const { hashes } = await decoders.decodeImage(file);
  return { sha256, pdq: { hash: hashToHex(hashes.pdq[0] as Uint8Array), quality: hashes.quality } };
}

function toEntry(
  signal: ExchangeSignal,
  { category, action }: z.infer<typeof importExchangeSchema>,
): NewListEntry {
  const does = {
    POSITIVE_CLASS: action,
    NEGATIVE_CLASS: "allow",
    DISPUTED: "flag",
    INVESTIGATION_SEED: "flag",
  } as const;
  const note = [signal.collab, ...signal.tags].filter(Boolean).join(" ").slice(0, 300);
  return { kind: signal.kind, value: hashToHex(signal.hash), category, action: does[signal.category], note };
}

/**
 * Adds the hashes of an exchange file. Rows that cannot be used are left out and told; a file without a usable row is
 * `invalid_input`.
 */
export async function importExchange(
  orgId: string,
  body: z.infer<typeof importExchangeSchema>,
  by: string,
): Promise<z.infer<typeof importedExchangeSchema>> {
  const { signals, errors, unsupported } = parseExchange(body.csv);
  if (signals.length === 0) {
    const message = errors[0]
      ? `Line ${errors[0].line}: ${errors[0].message}`
      : "The file holds no PDQ or SHA-256 signal.";
    throw new Failure("invalid_input", message, { errors: [{ pointer: "/csv", message }] });
  }
  const entries = signals.map((signal) => toEntry(signal, body));
  const { added, version } = await inTransaction(async (tx) => {
    const version = await nextListVersion(tx, orgId);
    let added = 0;
    for (let at = 0; at < entries.length; at += PER_STATEMENT)
      added += (await insertEntries(tx, orgId, entries.slice(at, at + PER_STATEMENT), { version, by }))
        .length;
    await notify("lists_changed", orgId, tx);
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "list.entry_added",
      subject: `lists:${version}`,
      payload: {
        version,
        added,
        category: body.category,
        action: body.action,
        file: createHash("sha256").update(body.csv).digest("hex"),
      },
    });
    return { added, version };
  });
  return {
    added,
    version,
    skipped: entries.length - added,
    errors: errors.slice(0, TOLD),
    problems: errors.length,
    unsupported,
  };
}

/** All hashes in force as an exchange file. Tags are the category, the action and the words of the note. */
export async function exportExchange(orgId: string): Promise<string> {
  const rows = await hashEntriesInForce(orgId);
  return formatExchange(
    rows.map(({ kind, value, category, action, note }) => ({
      kind: kind as ExchangeSignal["kind"],
      hash: hashFromHex(value),
      collab: "sightline",
      category: action === "allow" ? "NEGATIVE_CLASS" : "POSITIVE_CLASS",
      tags: [...new Set([category, action, ...note.split(/\s+/).filter(Boolean)])],
    })),
  );
}
