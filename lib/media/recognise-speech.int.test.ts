import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { heardEnough } from "#lib/domain/audio/heard-enough";
import { writeSpokenWords } from "#lib/domain/audio/spoken-words";
import { findVoice } from "#lib/domain/audio/voice-activity";
import { wordErrorRate } from "#lib/domain/audio/word-error";
import { Random } from "#lib/training/random";
import { ffmpegFile, joinSounds, RATE, silence, speak, tone, VOICES, wavFile } from "#scripts/test/sounds";
import { decodeAudio, SAMPLE_RATE } from "./decode-audio";
import { probeMedia } from "./probe-media";
import { pocketSphinx, readWords } from "./recognise-speech";

const folder = await mkdtemp(path.join(tmpdir(), "sightline-audio-test-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function onDisk(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const SENTENCES = [
  "hello my friend this is a wonderful day",
  "we are going to the market to buy some bread and milk",
  "please bring the red umbrella because it will rain this afternoon",
  "i think that we should meet at the station tomorrow morning",
  "the children are playing in the garden behind the house",
  "could you tell me how long the train will take",
];

/** A tune: five notes a voice could sing, three a second, each struck and dying away. */
const notes = (seconds: number) =>
  Int16Array.from({ length: seconds * RATE }, (_, at) => {
    const time = at / RATE;
    const hertz = 220 + 55 * Math.floor((time * 3) % 5);
    return 13_000 * Math.sin(2 * Math.PI * hertz * time) * Math.exp(-4 * ((time * 3) % 1));
  });

const noise = (seconds: number) => {
  const random = new Random(1);
  return Int16Array.from({ length: seconds * RATE }, () => 12_000 * (random.next() - 0.5));
};

const hear = async (samples: Int16Array) => pocketSphinx.recognise(samples, findVoice(samples, RATE).speech);

describe("PocketSphinx", () => {
  it("hears flite's sentences with at most a quarter of the words wrong", async () => {
    const reference: string[] = [];
    const heard: string[] = [];
    for (const [index, sentence] of SENTENCES.entries()) {
      const samples = joinSounds(silence(0.5), speak(sentence, VOICES[index % VOICES.length]), silence(0.5));
      reference.push(...sentence.split(" "));
      heard.push(...(await hear(samples)).map(({ word }) => word));
    }
    expect(wordErrorRate(reference, heard)).toBeLessThanOrEqual(0.25);
  });

  it("finds each planted phrase within half a second", async () => {
    const planted = ["wonderful day", "bread and milk", "please bring the red umbrella"];
    const parts: Int16Array[] = [];
    const starts: number[] = [];
    let at = 0;
    const add = (part: Int16Array) => {
      parts.push(part);
      at += part.length / RATE;
    };
    for (const [index, phrase] of planted.entries()) {
      add(silence(1.3 + index));
      starts.push(at);
      add(speak(phrase, "slt"));
    }
    add(silence(1));
    const words = await hear(joinSounds(...parts));
    for (const [index, phrase] of planted.entries()) {
      const first = phrase.split(" ")[0];
      const found = words.find(({ word }) => word === first);
      expect(found, phrase).toBeDefined();
      expect(Math.abs((found?.seconds.from ?? 0) - (starts[index] as number)), phrase).toBeLessThan(0.5);
    }
    for (const [index, { seconds, confidence }] of words.entries()) {
      expect(seconds.to).toBeGreaterThan(seconds.from);
      expect(seconds.from).toBeGreaterThanOrEqual(words[index - 1]?.seconds.from ?? 0);
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it("is not asked about sounds that are no speech", async () => {
    const samples = joinSounds(silence(1), tone(3), silence(1));
    expect(findVoice(samples, RATE).speech).toEqual([]);
    expect(await hear(samples)).toEqual([]);
  });

  it.each([
    ["notes in a beat", () => joinSounds(silence(0.5), notes(5)), /not understood/],
    [
      "notes after a sentence",
      () => joinSounds(speak(SENTENCES[1] as string), silence(0.6), notes(5)),
      /no word/,
    ],
    ["noise", () => noise(5), /no model judges/],
  ])("leaves %s to a person, with the reason", async (_, made, reason) => {
    const samples = made();
    const voice = findVoice(samples, RATE);
    const spoken = writeSpokenWords(await pocketSphinx.recognise(samples, voice.speech));
    const { model, languages } = pocketSphinx;
    const heard = { kind: "audio", spoken, ...voice, language: null, model, languages } as const;
    expect(heardEnough(heard)).toEqual({ enough: false, remark: expect.stringMatching(reason) });
  });

  it("reads its words without its own signs", () => {
    const ctm = [
      "0 1 0.50 0.20 hello 0.9",
      "0 1 0.70 0.20 the(2) 1.0001",
      "0 1 0.90 0.20 <sil> 1",
      "1 1 0.10 0.30 [NOISE] 0.5",
      "1 1 0.40 9.30 day -0.1",
    ].join("\n");
    expect(
      readWords(ctm, [
        { from: 10, to: 12 },
        { from: 20, to: 22 },
      ]),
    ).toEqual([
      { word: "hello", seconds: { from: 10.5, to: 10.7 }, confidence: 0.9 },
      { word: "the", seconds: { from: 10.7, to: 10.9 }, confidence: 1 },
      { word: "day", seconds: { from: 20.4, to: 22 }, confidence: 0 },
    ]);
  });
});

describe("decoding", () => {
  const sound = joinSounds(silence(0.5), tone(1), silence(0.5));

  it.each(["wav", "mp3", "ogg", "flac", "m4a", "webm"])("reads %s at 16 kHz mono", async (extension) => {
    const bytes =
      extension === "wav"
        ? wavFile(sound)
        : ffmpegFile(extension, ["-ar", "44100", "-ac", "2"].slice(extension === "webm" ? 4 : 0), sound);
    const file = await onDisk(`tone.${extension}`, bytes);
    const facts = await probeMedia(file);
    expect(facts.audio).not.toBeNull();
    expect(facts.video).toBeNull();
    expect(facts.seconds).toBeCloseTo(2, 0);
    const samples = await decodeAudio(file);
    expect(samples.length / SAMPLE_RATE).toBeCloseTo(2, 0);
    expect(Math.max(...samples)).toBeGreaterThan(6000);
  });

  it("refuses a playlist that names a file of this machine", async () => {
    const secret = await onDisk("secret.wav", wavFile(sound));
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://${secret}\n#EXT-X-ENDLIST\n`;
    for (const name of ["list.m3u8", "list.mp4", "list.wav"]) {
      const file = await onDisk(name, Buffer.from(playlist));
      await expect(probeMedia(file)).rejects.toMatchObject({ code: "malformed" });
      await expect(decodeAudio(file)).rejects.toMatchObject({ code: "malformed" });
    }
    const concat = await onDisk("list.ffconcat", Buffer.from(`ffconcat version 1.0\nfile ${secret}\n`));
    await expect(decodeAudio(concat)).rejects.toMatchObject({ code: "malformed" });
  });

  it.each([
    ["an empty file", Buffer.alloc(0)],
    ["noise", Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256))],
    ["a WAV that ends in its header", wavFile(sound).subarray(0, 30)],
  ])("refuses %s", async (_, bytes) => {
    await expect(decodeAudio(await onDisk("broken", bytes))).rejects.toMatchObject({ code: "malformed" });
  });

  it("refuses a file that is not there", async () => {
    await expect(probeMedia(path.join(folder, "nowhere"))).rejects.toMatchObject({ code: "malformed" });
  });
});
