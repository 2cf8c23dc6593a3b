import { parseCsv, writeCsvRow } from "./hash-exchange-csv";
import { type Hash256, hashFromHex, hashToHex, isHashHex } from "./hash256";

/*
 * Lists of known-bad hashes as ThreatExchange tools pass them on: what `threatexchange dataset -P --csv` of the
 * python-threatexchange package writes. One header, then one row per signal and collaboration.
 */

const COLUMNS = ["collab", "signal_type", "signal_str", "category", "tags"] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ["signal_type", "signal_str"];

/** How our kinds of hash are called in the file. SHA-256 is no type of the stock tool but goes by this name in extensions. */
const SIGNAL_TYPES = { pdq: "pdq", sha256: "sha256" } as const;
export type SignalKind = keyof typeof SIGNAL_TYPES;

/** What the members of a collaboration think of a signal. */
export const SIGNAL_CATEGORIES = [
  /** Content of the kind the collaboration is about. */
  "POSITIVE_CLASS",
  /** Only a hint, to be looked into. */
  "INVESTIGATION_SEED",
  /** Known to match harmless content. */
  "NEGATIVE_CLASS",
  /** Some members say positive, some negative. */
  "DISPUTED",
] as const;
export type SignalCategory = (typeof SIGNAL_CATEGORIES)[number];

/** Names that versions of the tool before 1.0 wrote. */
const FORMER_CATEGORIES: Record<string, SignalCategory> = {
  TRUE_POSITIVE: "POSITIVE_CLASS",
  WORTH_INVESTIGATING: "INVESTIGATION_SEED",
  FALSE_POSITIVE: "NEGATIVE_CLASS",
};

export interface ExchangeSignal {
  kind: SignalKind;
  hash: Hash256;
  /** The collaboration it comes from; empty when none is named. */
  collab: string;
  category: SignalCategory;
  /** Without spaces, which separate them in the file. */
  tags: string[];
}

export interface LineError {
  /** Line of the file, from 1, where the row begins. */
  line: number;
  message: string;
}

export interface ExchangeImport {
  signals: ExchangeSignal[];
  /** Rows that were left out, in the order of the file. */
  errors: LineError[];
  /** Rows of signal types that are not matched here (such as video_md5 or url), by type. */
  unsupported: Record<string, number>;
}

/** Writes signals as a CSV file that ThreatExchange tools read: header, CRLF, tags separated by spaces. */
export function formatExchange(signals: readonly ExchangeSignal[]): string {
  const rows = signals.map(({ kind, hash, collab, category, tags }) => {
    const unfit = tags.find((tag) => tag === "" || /\s/.test(tag));
    if (unfit !== undefined)
      throw new RangeError("a tag is empty or has a space in it, which separates tags");
    return writeCsvRow([collab, SIGNAL_TYPES[kind], hashToHex(hash), category, tags.join(" ")]);
  });
  return [writeCsvRow(COLUMNS), ...rows].join("");
}

/**
 * Reads such a file. Columns may come in any order and others beside them; `signal_type` and `signal_str` must be there,
 * a missing category counts as INVESTIGATION_SEED, as it does in the tool. A row that cannot be used is left out and
 * named with its line; nothing throws.
 */
export function parseExchange(text: string): ExchangeImport {
  const result: ExchangeImport = { signals: [], errors: [], unsupported: {} };
  const [header, ...rows] = parseCsv(text);
  if (!header) return { ...result, errors: [{ line: 1, message: "The file is empty." }] };
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const missing = NEEDED.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const message = `The first line must name the columns; ${missing.join(" and ")} missing. Expected: ${COLUMNS.join(",")}.`;
    return { ...result, errors: [{ line: header.line, message }] };
  }
  for (const row of rows) {
    const read = row.problem ?? readRow(names, row.fields);
    if (typeof read === "string") result.errors.push({ line: row.line, message: read });
    else if ("unsupported" in read)
      result.unsupported[read.unsupported] = (result.unsupported[read.unsupported] ?? 0) + 1;
    else result.signals.push(read);
  }
  return result;
}

/** One row as a signal, as a type we do not match, or as the reason why it is neither. */
function readRow(
  names: readonly string[],
  fields: readonly string[],
): ExchangeSignal | { unsupported: string } | string {
  if (fields.length !== names.length)
    return `${fields.length} fields where the header names ${names.length}.`;
  const field = (column: Column) => fields[names.indexOf(column)]?.trim() ?? "";
  const type = field("signal_type");
  if (!type) return "The signal type is missing.";
  const kind = signalKind(type);
  if (!kind) return { unsupported: type.slice(0, 40) };
  if (!isHashHex(field("signal_str"))) return `A ${type} signal is 64 hexadecimal digits.`;
  const category = signalCategory(field("category"));
  if (!category) return `The category must be one of ${SIGNAL_CATEGORIES.join(", ")}.`;
  return {
    kind,
    hash: hashFromHex(field("signal_str")),
    collab: field("collab"),
    category,
    tags: [...new Set(field("tags").split(/\s+/).filter(Boolean))],
  };
}

/** Also knows the names of the ThreatExchange API: HASH_PDQ and HASH_SHA256. */
function signalKind(type: string): SignalKind | undefined {
  const name = type.toLowerCase().replace(/^hash_/, "");
  return name === SIGNAL_TYPES.pdq || name === SIGNAL_TYPES.sha256 ? name : undefined;
}

function signalCategory(name: string): SignalCategory | undefined {
  if (!name) return "INVESTIGATION_SEED";
  const upper = name.toUpperCase();
  return SIGNAL_CATEGORIES.find((category) => category === upper) ?? FORMER_CATEGORIES[upper];
}
