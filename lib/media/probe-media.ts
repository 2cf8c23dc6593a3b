import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { SAFE_INPUT } from "./ffmpeg";
import { runProgram } from "./run-program";

const number = z.coerce.number().optional().catch(undefined);

const streamSchema = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  duration: number,
  width: number,
  height: number,
  avg_frame_rate: z.string().optional(),
  sample_rate: number,
  channels: number,
  disposition: z.object({ attached_pic: z.number().default(0) }).optional(),
});
const probeSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.object({ format_name: z.string(), duration: number }),
});

/** What a sound or video file holds, by its own headers: a claim, which decoding may contradict. */
export interface MediaFacts {
  /** ffmpeg's name of the container. */
  format: string;
  /** Null where the file does not say. */
  seconds: number | null;
  audio: { codec: string; sampleRate: number | null; channels: number | null } | null;
  video: { codec: string; width: number; height: number; fps: number | null } | null;
}

/**
 * Reads the headers of a sound or video file. A cover picture is not a video. Rejects as `runProgram` does, and with
 * Failure `malformed` when the file is no media that ffmpeg may open.
 */
export async function probeMedia(file: string, signal?: AbortSignal): Promise<MediaFacts> {
  const entries =
    "format=format_name,duration:stream=codec_type,codec_name,duration,width,height,avg_frame_rate,sample_rate,channels:stream_disposition=attached_pic";
  const args = ["-v", "quiet", ...SAFE_INPUT, "-show_entries", entries, "-of", "json", `file:${file}`];
  const limits = { timeoutMs: 15_000, outputBytes: 2 ** 20 };
  const answer = await runProgram({ program: "ffprobe", args, limits, signal });
  const parsed = probeSchema.safeParse(parseJson(answer.toString("utf8")));
  if (!parsed.success) throw new Failure("malformed", "The file is not a sound or video that can be read.");
  const { streams, format } = parsed.data;
  const audio = streams.find((stream) => stream.codec_type === "audio");
  const video = streams.find(
    (stream) => stream.codec_type === "video" && !stream.disposition?.attached_pic && stream.width,
  );
  return {
    format: format.format_name,
    seconds: positive(format.duration) ?? positive(video?.duration) ?? positive(audio?.duration),
    audio: audio
      ? {
          codec: audio.codec_name ?? "unknown",
          sampleRate: positive(audio.sample_rate),
          channels: positive(audio.channels),
        }
      : null,
    video:
      video?.width && video.height
        ? {
            codec: video.codec_name ?? "unknown",
            width: video.width,
            height: video.height,
            fps: rate(video.avg_frame_rate),
          }
        : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const positive = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : null;

/** A rate such as `30000/1001`, in frames per second. */
function rate(fraction: string | undefined): number | null {
  const [over, under] = (fraction ?? "").split("/").map(Number);
  return positive((over ?? 0) / (under || 1));
}
