import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Samples per second of all test sounds. */
export const RATE = 16_000;

/** Voices of flite that sound like people; its diphone voice is not meant for ears other than ours. */
export const VOICES = ["slt", "rms", "awb"] as const;
export type Voice = (typeof VOICES)[number];

/** A sentence spoken by flite, as mono samples at 16 kHz. */
export function speak(text: string, voice: Voice = "slt"): Int16Array {
  const folder = mkdtempSync(path.join(tmpdir(), "sightline-flite-"));
  try {
    const spoken = path.join(folder, "spoken.wav");
    execFileSync("flite", ["-voice", voice, "-t", text, "-o", spoken]);
    const raw = ["-ac", "1", "-ar", String(RATE), "-f", "s16le", "-"];
    const bytes = execFileSync("ffmpeg", ["-v", "quiet", "-i", spoken, ...raw], { maxBuffer: 2 ** 27 });
    return Int16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const silence = (seconds: number) => new Int16Array(Math.round(seconds * RATE));

export function tone(seconds: number, hertz = 440, level = 0.3): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * RATE) }, (_, at) =>
    Math.round(32_767 * level * Math.sin((2 * Math.PI * hertz * at) / RATE)),
  );
}

/** Sounds one after the other. */
export function joinSounds(...parts: Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A sound as a WAV file: mono, 16 kHz, 16 bits. */
export function wavFile(samples: Int16Array): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, at) => {
    data.writeInt16LE(sample, at * 2);
  });
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** What ffmpeg makes of these arguments, as bytes of a file with this extension. */
export function ffmpegFile(extension: string, args: string[], sound?: Int16Array): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), "sightline-ffmpeg-"));
  try {
    const out = path.join(folder, `made.${extension}`);
    const input = sound ? ["-f", "s16le", "-ar", String(RATE), "-ac", "1", "-i", "pipe:0"] : [];
    execFileSync("ffmpeg", ["-v", "error", "-y", ...input, ...args, out], {
      input: sound ? Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength) : undefined,
    });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
