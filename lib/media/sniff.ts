import { Failure } from "#lib/domain/failure";
import { MEDIA_TYPES, type MediaKind } from "#lib/domain/media";

/** Bytes from the beginning and from the end of a file that `sniffMedia` wants to see, or all of a shorter one. */
export const SNIFFED_BYTES = 65_536;

type MediaType = (typeof MEDIA_TYPES)[MediaKind][number];

const text = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", start, end);
const begins = (bytes: Uint8Array, ...wanted: number[]) => wanted.every((byte, at) => bytes[at] === byte);

/** Brands of ISO base media files (ISO/IEC 14496-12) by what they hold. */
function isoType(head: Uint8Array): MediaType | undefined {
  if (text(head, 4, 8) !== "ftyp") return undefined;
  const brand = text(head, 8, 12);
  if (brand === "avif" || brand === "avis") return "image/avif";
  if (brand === "qt  ") return "video/quicktime";
  if (/^(M4A|M4B|F4A)/.test(brand)) return "audio/mp4";
  return /^(isom|iso[2-9]|mp4[12]|avc1|M4V|MSNV|dash|3gp|f4v|mmp4)/i.test(brand) ? "video/mp4" : undefined;
}

/** EBML (RFC 8794): the document type stands in the first bytes. */
function matroskaType(head: Uint8Array): MediaType | undefined {
  if (!begins(head, 0x1a, 0x45, 0xdf, 0xa3)) return undefined;
  const start = text(head, 0, 4096);
  if (!start.includes("webm")) return start.includes("matroska") ? "video/x-matroska" : undefined;
  return /V_(VP[89]|AV1)/.test(start) || !/A_(OPUS|VORBIS)/.test(start) ? "video/webm" : "audio/webm";
}

/** The type that the first bytes give, or undefined for what is not taken. */
export function typeOf(head: Uint8Array): MediaType | undefined {
  const riff = text(head, 0, 4) === "RIFF" ? text(head, 8, 12) : "";
  if (begins(head, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (/^GIF8[79]a/.test(text(head, 0, 6))) return "image/gif";
  if (riff === "WEBP") return "image/webp";
  if (riff === "WAVE") return "audio/wav";
  if (text(head, 0, 4) === "fLaC") return "audio/flac";
  if (text(head, 0, 4) === "OggS") return "audio/ogg";
  if (text(head, 0, 3) === "ID3") return "audio/mpeg";
  const frame = head[1] ?? 0;
  if (head[0] === 0xff && (frame & 0xf6) === 0xf0) return "audio/aac";
  if (head[0] === 0xff && (frame & 0xe0) === 0xe0 && (frame & 0x06) !== 0) return "audio/mpeg";
  return isoType(head) ?? matroskaType(head);
}

/** Whether a text of bytes holds `signature` followed by bytes that fit, anywhere. */
function holds(part: string, signature: string, fits: (after: number) => boolean = () => true): boolean {
  for (let at = part.indexOf(signature); at >= 0; at = part.indexOf(signature, at + 1))
    if (fits(at + signature.length)) return true;
  return false;
}

const isZip = (part: string) =>
  holds(part, "PK\u0003\u0004", (at) => part.charCodeAt(at) < 64 && part[at + 1] === "\0") ||
  holds(part, "PK\u0005\u0006\0\0\0\0");
const isProgram = (part: string) =>
  holds(part, "\u007fELF\u0002\u0001\u0001") ||
  holds(part, "\u007fELF\u0001\u0001\u0001") ||
  holds(part, "MZ", (at) => part.slice(at, at + 510).includes("PE\0\0"));

/** What makes a file mean something else to another program. Never in an honest picture, sound or film. */
const FOREIGN: [string, (part: string) => boolean][] = [
  ["a script", (part) => /<script[\s>]|<\?php|javascript:/i.test(part)],
  ["a web page", (part) => /<!doctype html|<html[\s>]|<iframe[\s>]/i.test(part)],
  ["an SVG drawing", (part) => /<svg[\s>]/i.test(part)],
  ["a PDF document", (part) => /%PDF-\d/.test(part)],
  ["a ZIP archive", isZip],
  [
    "a RAR or 7z archive",
    (part) => holds(part, "Rar!\u001a\u0007") || holds(part, "7z\u00bc\u00af\u0027\u001c"),
  ],
  ["a program", isProgram],
];

const SVG =
  /^\s*(<\?xml[^>]{0,500}>\s*)?(<!--[\s\S]{0,500}?-->\s*)?(<!doctype svg[^>]{0,500}>\s*)?<svg[\s>]/i;
const begin =
  (...signatures: string[]) =>
  (start: string) =>
    signatures.some((signature) => start.startsWith(signature));

/** Names of what this version knows and does not take, so that the answer can say more than "unknown". */
const KNOWN_OTHERS: [string, (start: string) => boolean][] = [
  ["an SVG drawing, which can carry scripts", (start) => SVG.test(start)],
  ["a web page", (start) => /^\s*<(!doctype html|html|head|body|script)/i.test(start)],
  ["a PDF document", begin("%PDF-")],
  ["an archive", begin("PK\u0003\u0004", "Rar!", "7z\u00bc\u00af", "\u001f\u008b", "BZh")],
  ["a TIFF picture", begin("II*\0", "MM\0*")],
  ["a BMP picture", begin("BM")],
  ["a HEIC picture", (start) => /^ftyp(heic|heix|hevc|mif1|msf1)/.test(start.slice(4))],
  ["a program", begin("MZ", "\u007fELF", "#!")],
  ["a playlist", (start) => /^(#EXTM3U|\[playlist\]|ffconcat)/i.test(start)],
  ["an AVI film", (start) => start.startsWith("RIFF") && start.startsWith("AVI ", 8)],
];

export interface Sniffed {
  kind: MediaKind;
  type: MediaType;
}

/**
 * What a file is by its own bytes; names and declared types are not asked. `head` and `tail` are its first and last
 * SNIFFED_BYTES. Throws `invalid_input` for an empty file, for a type that is not taken, for another kind than `wanted`,
 * and for a file that is something else besides.
 */
export function sniffMedia(head: Uint8Array, tail: Uint8Array, wanted: MediaKind): Sniffed {
  if (head.length === 0) throw new Failure("invalid_input", "The file is empty.");
  const type = typeOf(head);
  const all = Object.values(MEDIA_TYPES[wanted]).join(", ");
  if (!type) {
    const start = text(head, 0, 4096);
    const known = KNOWN_OTHERS.find(([, fits]) => fits(start))?.[0];
    throw new Failure("invalid_input", `The file is ${known ?? "of no known type"}; taken are ${all}.`);
  }
  const kinds = kindsOf(type);
  if (!kinds.includes(wanted))
    throw new Failure("invalid_input", `The file is ${type} where ${wanted} was expected; taken are ${all}.`);
  const ends = [text(head, 0, head.length), text(tail, 0, tail.length)];
  const foreign = FOREIGN.find(([, fits]) => ends.some(fits))?.[0];
  if (foreign) throw new Failure("invalid_input", `The file is ${type} and holds ${foreign} besides.`);
  return { kind: wanted, type };
}

/** MP4 and WebM files hold sound alone as often as pictures: both kinds may be declared for them. */
function kindsOf(type: MediaType): MediaKind[] {
  if (type === "video/mp4" || type === "video/webm") return ["video", "audio"];
  return (Object.keys(MEDIA_TYPES) as MediaKind[]).filter((kind) =>
    (MEDIA_TYPES[kind] as readonly string[]).includes(type),
  );
}
