import type { ProgramLimits } from "./run-program";
import { runProgram } from "./run-program";

/**
 * The containers that ffmpeg may open. Playlists and scripts of inputs (hls, dash, concat, sdp ...) are not among
 * them: a "video" of theirs would read other files of this machine, or ask the network.
 */
export const MEDIA_FORMATS = [
  "aac",
  "ac3",
  "aiff",
  "amr",
  "asf",
  "avi",
  "caf",
  "flac",
  "flv",
  "m4v",
  "matroska,webm",
  "mov,mp4,m4a,3gp,3g2,mj2",
  "mp3",
  "mpeg",
  "mpegts",
  "ogg",
  "w64",
  "wav",
].join(",");

/** Options in front of every input: local files only, known containers only, no references to other files. */
export const SAFE_INPUT = [
  "-protocol_whitelist",
  "file,pipe",
  "-format_whitelist",
  MEDIA_FORMATS,
  "-probesize",
  "16M",
  "-analyzeduration",
  "20M",
];

export interface FfmpegCall {
  /** The file to read. */
  input: string;
  /** Options that belong in front of the input, such as a place to seek to. */
  before?: string[];
  /** Filters, codecs and outputs. */
  after: string[];
  limits?: Partial<ProgramLimits>;
  signal?: AbortSignal;
  folder?: string;
  onLine?: (line: string) => void;
}

/** Runs ffmpeg on one untrusted file, under `runProgram`'s limits and failures. */
export function ffmpeg({ input, before = [], after, ...call }: FfmpegCall): Promise<Buffer> {
  const args = ["-hide_banner", "-nostdin", "-loglevel", "quiet", "-y", "-threads", "2"];
  return runProgram({
    ...call,
    program: "ffmpeg",
    args: [...args, ...SAFE_INPUT, ...before, "-i", `file:${input}`, ...after],
  });
}
