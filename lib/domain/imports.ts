import { z } from "zod";
import { MAX_TEXT, type ModerateBody, moderateBodySchema } from "./content";
import { CATEGORIES, type Category, DECISIONS, type DecisionKind } from "./taxonomy";

/* Files whose rows become items: /settings/import and `npm run import`. */

export const IMPORT_FORMATS = ["csv", "jsonl", "xlsx"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];
export const MOST_IMPORT_BYTES = 200_000_000;
/** Cells longer than this end the import: the file is not what it seems. */
export const LONGEST_CELL = 1_000_000;

/** A row by column name; what is not text in the file is written as text. */
export type TableRow = Record<string, string>;
/** One row of a file, or why it is none. */
export type FileRow = { row: TableRow } | { error: string };

/** Columns of which a row needs one: a text, or the address of a medium, which the workers fetch. */
export const CONTENT_FIELDS = ["text", "image_url", "audio_url", "video_url"] as const;
/** What a column can be. */
export const IMPORT_FIELDS = [
  ...CONTENT_FIELDS,
  "content_id",
  "user_id",
  "community",
  "region",
  "language",
  "reach",
  "timestamp",
  "context",
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

export const FIELD_TITLES: Record<ImportField, string> = {
  text: "Text",
  image_url: "Address of a picture",
  audio_url: "Address of a sound",
  video_url: "Address of a film",
  content_id: "Content id",
  user_id: "Author",
  community: "Community",
  region: "Region",
  language: "Language",
  reach: "Reach",
  timestamp: "Posted at",
  context: "Context",
};

const column = z.string().max(500);
/** Column by field; without a content id, one is made of the file and the row. */
export const mappingSchema = z
  .strictObject(
    Object.fromEntries(IMPORT_FIELDS.map((field) => [field, column.optional()])) as Record<
      ImportField,
      z.ZodOptional<typeof column>
    >,
  )
  .refine(hasContent, "Say which column holds the text, or the address of a picture, a sound or a film.");
export type ImportMapping = z.infer<typeof mappingSchema>;

/** Whether a mapping names a column that can be judged. */
export function hasContent(mapping: Partial<Record<ImportField, string | undefined>>): boolean {
  return CONTENT_FIELDS.some((field) => mapping[field]);
}

/** Names under which tables keep each field, likeliest first. */
const NAMES: Record<ImportField, string[]> = {
  text: ["text", "comment", "comment_text", "content", "body", "message", "post", "tweet"],
  image_url: ["image_url", "picture_url", "photo_url", "image_link"],
  audio_url: ["audio_url", "sound_url", "voice_url"],
  video_url: ["video_url", "film_url"],
  content_id: ["content_id", "id", "post_id", "comment_id", "message_id", "uuid"],
  user_id: ["user_id", "author_id", "author", "user", "username", "metadata.user_id"],
  community: ["community", "forum", "channel", "subreddit", "section", "metadata.community"],
  region: ["region", "country", "metadata.region"],
  language: ["language", "lang", "locale", "metadata.language"],
  reach: ["reach", "views", "impressions", "followers", "metadata.reach"],
  timestamp: ["timestamp", "created_at", "posted_at", "date", "time", "metadata.timestamp"],
  context: ["context", "metadata.context"],
};

/** Which column holds what, by the columns' names. */
export function guessMapping(columns: string[]): ImportMapping {
  const find = (field: ImportField) =>
    NAMES[field].flatMap((name) =>
      columns.filter(
        (entry) =>
          entry
            .trim()
            .toLowerCase()
            .replaceAll(/[\s-]+/g, "_") === name,
      ),
    )[0];
  return Object.fromEntries(
    IMPORT_FIELDS.flatMap((field) => {
      const name = find(field);
      return name === undefined ? [] : [[field, name]];
    }),
  );
}

export type ReadRow = { body: ModerateBody } | { error: string };

/**
 * A row as a request would have brought it, or what is wrong with it; its addresses are not looked at yet.
 * @param fallbackId content id of a row that has none
 */
export function rowToBody(row: TableRow, mapping: ImportMapping, fallbackId: string): ReadRow {
  const cell = (field: ImportField) => {
    const name = mapping[field];
    const value = name === undefined || name === "" ? undefined : row[name]?.trim();
    return value === "" ? undefined : value;
  };
  const text = (mapping.text ? row[mapping.text] : undefined)?.replaceAll("\u0000", "") ?? "";
  const addresses = dropUndefined({
    image_url: cell("image_url"),
    audio_url: cell("audio_url"),
    video_url: cell("video_url"),
  });
  const blank = text.trim() === "";
  if (blank && Object.keys(addresses).length === 0)
    return {
      error: CONTENT_FIELDS.some((field) => field !== "text" && mapping[field])
        ? "There is neither a text nor an address."
        : "There is no text.",
    };
  if (text.length > MAX_TEXT) return { error: `The text is longer than ${MAX_TEXT} characters.` };
  const reach = cell("reach");
  const metadata = {
    user_id: cell("user_id"),
    community: cell("community"),
    region: cell("region"),
    language: cell("language"),
    reach: reach === undefined ? undefined : Number(reach),
    timestamp: momentOf(cell("timestamp")),
    context: cell("context"),
  };
  const content_id = cell("content_id") ?? fallbackId;
  const content = blank ? addresses : { text, ...addresses };
  const parsed = moderateBodySchema.safeParse({ content_id, ...content, metadata: dropUndefined(metadata) });
  if (parsed.success) return { body: parsed.data };
  const [issue] = parsed.error.issues;
  return { error: `${String(issue?.path.at(-1) ?? "row")}: ${issue?.message ?? "is not valid"}` };
}

function dropUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

/** Days between 1899-12-30, where spreadsheets count from, and 1970. */
const SHEET_EPOCH_DAYS = 25_569;

/** A moment as ISO 8601: spreadsheets count days, logs count seconds, people leave the zone out (taken as UTC). */
function momentOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) {
    const ms =
      number < 100_000
        ? (number - SHEET_EPOCH_DAYS) * 86_400_000
        : number < 100_000_000_000
          ? number * 1000
          : number;
    return isoOr(new Date(ms), value);
  }
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value.replace(" ", "T")}Z`;
  return isoOr(new Date(zoned.length === 11 ? value : zoned), value);
}

const isoOr = (date: Date, otherwise: string) =>
  Number.isNaN(date.getTime()) ? otherwise : date.toISOString();

/** What an import came to. */
export interface ImportSummary {
  rows: number;
  refused: number;
  decisions: Record<DecisionKind, number>;
  /** Items by the category that decided, for those that were not approved. */
  categories: Partial<Record<Category, number>>;
}

const count = z.int().min(0);
export const importSummarySchema = z.object({
  rows: count,
  refused: count,
  decisions: z.record(z.enum(DECISIONS), count),
  categories: z.partialRecord(z.enum(CATEGORIES), count),
});

const moment = z.iso.datetime();
export const IMPORT_STATES = ["ready", "running", "stopped", "failed", "done"] as const;
export const importSchema = z.object({
  id: z.string(),
  name: z.string(),
  format: z.enum(IMPORT_FORMATS),
  columns: z.array(z.string()),
  mapping: z.record(z.string(), z.string()),
  state: z.enum(IMPORT_STATES),
  /** Rows taken, and whether that is all of them. */
  taken: count,
  ended: z.boolean(),
  accepted: count,
  known: count,
  refused: count,
  /** Of the rows taken, those that still wait for a verdict. */
  waiting: count,
  problem: z.string().nullable(),
  createdAt: moment,
  createdBy: z.string().nullable(),
  finishedAt: moment.nullable(),
});
export type ImportView = z.infer<typeof importSchema>;

/** GET /api/desk/imports */
export const importsSchema = z.object({ imports: z.array(importSchema) });

/** GET /api/desk/imports/{id}: with the first rows, and what it came to so far. */
export const importDetailSchema = z.object({
  import: importSchema,
  sample: z.array(z.record(z.string(), z.string())),
  summary: importSummarySchema,
});
export type ImportDetail = z.infer<typeof importDetailSchema>;

/** POST /api/desk/imports?name=posts.csv, the body being the file. */
export const uploadQuerySchema = z.object({ name: z.string().trim().min(1).max(200) });

/** POST /api/desk/imports/{id}/check (a dry run) and /start */
export const importMappingBodySchema = z.strictObject({ mapping: mappingSchema });

/** Answer of a dry run: nothing is stored. */
export const importCheckSchema = z.object({
  rows: count,
  good: count,
  refused: count,
  /** Content ids that come more than once in the file. */
  repeated: count,
  errors: z.array(z.object({ row: z.int(), error: z.string() })),
});
export type ImportCheck = z.infer<typeof importCheckSchema>;

/** The format by a file's name, or null. */
export function formatOf(name: string): ImportFormat | null {
  const ending = name.toLowerCase().split(".").at(-1);
  if (ending === "ndjson" || ending === "jsonl") return "jsonl";
  if (ending === "tsv" || ending === "csv") return "csv";
  return ending === "xlsx" ? "xlsx" : null;
}
