import type { Tokenizer } from "@huggingface/tokenizers";
import type * as ort from "onnxruntime-node";
import { Failure } from "#lib/domain/failure";
import { logitsName } from "../runners/classifier";
import { type Frame, feedsOf, frameOf, roomIn } from "../runners/token-windows";
import { open, reasonOf, refusal, tryModel } from "./pack-folder";
import type { PackTimes } from "./pack-times";
import { attentionNames, withOutputs } from "./patch-attention";

const INPUTS = new Set(["input_ids", "attention_mask", "token_type_ids"]);
/** Tokens of the texts whose attention is looked at, and of those that are timed together, where the model reads so many. */
const MIDDLING = 24;
const TIMED = { texts: 8, tokens: 32 };

/** What is known of a text model before it runs. */
interface TextModel {
  bytes: Uint8Array;
  tokenizer: Tokenizer;
  /** How many outputs config.json names. */
  labels: number;
  maxTokens: number;
}

/** What trying it out found. */
interface TriedModel {
  /** The model, with its attention among its outputs where it has any. */
  bytes: Uint8Array;
  /** Names of the outputs with attention, layer by layer. */
  attention: string[];
  times: PackTimes;
}

/**
 * Runs a text model as it will be run: a short text, one of full length, two of different lengths together; finds its
 * attention and measures what it takes.
 * @throws Failure `invalid_input` where it does not give one row of labels per text, with what to do
 */
export async function tryTextModel(model: TextModel): Promise<TriedModel> {
  const { bytes, candidates, given } = await withCandidates(model.bytes);
  const tried = await tryModel(bytes, (session) => trial(session, candidates, model));
  if (given || tried.attention.length === candidates.length) return { bytes, ...tried };
  const kept = tried.attention.length > 0 ? withOutputs(model.bytes, tried.attention) : model.bytes;
  return { bytes: kept, ...tried };
}

/** The model with what may be its attention as outputs, where ONNX Runtime takes it so; `given`: as its makers wrote it. */
async function withCandidates(bytes: Uint8Array) {
  const plain = await open(bytes).catch((error) => {
    throw refusal(error);
  });
  const given = plain.outputNames.filter((name) => /attention/iu.test(name));
  await plain.release();
  if (given.length > 0) return { bytes, candidates: given, given: true };
  try {
    const candidates = attentionNames(bytes);
    if (candidates.length === 0) return { bytes, candidates, given: false };
    const more = withOutputs(bytes, candidates);
    await (await open(more)).release();
    return { bytes: more, candidates, given: false };
  } catch {
    // A file too unusual to patch still judges; it only cannot be explained.
    return { bytes, candidates: [], given: false };
  }
}

async function trial(
  session: ort.InferenceSession,
  candidates: readonly string[],
  { tokenizer, labels, maxTokens }: TextModel,
): Promise<Omit<TriedModel, "bytes">> {
  const strange = session.inputNames.filter((name) => !INPUTS.has(name));
  if (strange.length > 0)
    throw invalid(`the model wants inputs that no tokenizer gives: ${strange.join(", ")}`);
  const output = logitsName(session.outputNames, candidates);
  const frame = frameOf(tokenizer);
  const words = tokenizer.encode("hello", { add_special_tokens: false }).ids;
  const short = [...frame.before, ...words, ...frame.after];
  const long = (most: number) => textOf(words, frame, Math.min(most, maxTokens));
  const run = (texts: number[][], outputs: readonly string[] = [output]) =>
    session.run(
      feedsOf(
        texts.map((ids) => ({ ids })),
        frame.pad,
        session.inputNames,
      ),
      outputs,
    );
  const judge = async (texts: number[][]) => {
    const dims = (await run(texts))[output]?.dims ?? [];
    if (dims.length === 2 && dims[0] === texts.length && dims[1] === labels) return;
    const asked = texts.length === 1 ? "one text" : `${texts.length} texts`;
    throw invalid(`the model gives [${dims}] for ${asked}; config.json names ${labels} labels`);
  };
  await judge([short]);
  await judge([long(maxTokens)]).catch(
    saying(
      `the model does not read ${maxTokens} tokens at once, as long texts need: name fewer with --max-tokens`,
    ),
  );
  await judge([short, long(MIDDLING)]).catch(
    saying("the model does not read two texts together: export it with a batch size that may vary"),
  );
  const attention = await attentionAmong(candidates, [short, long(MIDDLING)], run);
  const batch = Array.from({ length: TIMED.texts }, () => long(TIMED.tokens));
  return {
    attention,
    times: {
      windowTokens: long(maxTokens).length,
      windowMs: await quickest(() => run([long(maxTokens)])),
      batchTexts: batch.length,
      batchTokens: long(TIMED.tokens).length,
      batchMs: await quickest(() => run(batch)),
    },
  };
}

/** Those candidates that are [1, heads, tokens, tokens] for each of the texts; none where the model cannot give them. */
async function attentionAmong(
  candidates: readonly string[],
  texts: readonly number[][],
  run: (texts: number[][], outputs: readonly string[]) => Promise<ort.InferenceSession.OnnxValueMapType>,
): Promise<string[]> {
  let left = [...candidates];
  for (const ids of texts) {
    if (left.length === 0) return left;
    const found = await run([ids], left).catch(() => ({}) as ort.InferenceSession.OnnxValueMapType);
    left = left.filter((name) => {
      const { type, dims = [] } = (found[name] as ort.Tensor | undefined) ?? {};
      const [texts, heads = 0, from, to] = dims;
      const fits = dims.length === 4 && texts === 1 && heads > 0 && from === ids.length && to === from;
      return type === "float32" && fits;
    });
  }
  return left;
}

/** A text of exactly so many tokens, special ones included. */
function textOf(words: readonly number[], frame: Frame, tokens: number): number[] {
  const inner = Array.from(
    { length: roomIn(frame, tokens) },
    (_, at) => words[at % words.length] ?? frame.pad,
  );
  return [...frame.before, ...inner, ...frame.after];
}

/** Milliseconds of the quicker of two runs: the first makes room for what it computes. */
async function quickest(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < 2; at += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

const invalid = (why: string) => new Failure("invalid_input", why);

/** Puts what to do before the runtime's words; what is a sentence already stays. */
const saying = (remedy: string) => (error: unknown) => {
  throw error instanceof Failure ? error : invalid(`${remedy} (${reasonOf(error)})`);
};
