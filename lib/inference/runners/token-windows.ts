import type { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";

/** Tokens that one window of a long text shares with the next; windows at most, spread over it. */
const OVERLAP = 32;
export const MOST_WINDOWS = 12;

/** What a tokenizer puts around a text, and what it pads with. */
export interface Frame {
  before: number[];
  after: number[];
  pad: number;
}

/** What a classifier reads at once. */
export interface TokenWindow {
  /** Which text it is of. */
  text: number;
  /** How many of its tokens come before. */
  from: number;
  /** Token ids with the special ones around them. */
  ids: number[];
}

export function frameOf(tokenizer: Tokenizer): Frame {
  const inner = tokenizer.encode("a", { add_special_tokens: false }).ids;
  const framed = tokenizer.encode("a").ids;
  const at = framed.findIndex((_, i) => inner.every((id, j) => framed[i + j] === id));
  const pad = tokenizer.token_to_id("[PAD]") ?? tokenizer.token_to_id("<pad>") ?? 0;
  if (at < 0 || inner.length === 0) return { before: [], after: [], pad };
  return { before: framed.slice(0, at), after: framed.slice(at + inner.length), pad };
}

/** Tokens of a text that fit in a window of `maxTokens` beside the special ones. */
export const roomIn = ({ before, after }: Frame, maxTokens: number): number =>
  Math.max(4, maxTokens - before.length - after.length);

/** The windows in which text number `at` is read: its tokens whole, or in parts that overlap. */
export function windowsOf(ids: number[], at: number, frame: Frame, maxTokens: number): TokenWindow[] {
  const room = roomIn(frame, maxTokens);
  const framed = (from: number): TokenWindow => ({
    text: at,
    from,
    ids: [...frame.before, ...ids.slice(from, from + room), ...frame.after],
  });
  if (ids.length <= room) return [framed(0)];
  const last = ids.length - room;
  const count = Math.min(
    MOST_WINDOWS,
    1 + Math.ceil(last / Math.max(1, room - Math.min(OVERLAP, room >> 1))),
  );
  return Array.from({ length: count }, (_, i) => framed(Math.round((last * i) / (count - 1))));
}

/** Windows of like length together, at most `tokens` a run, padding included, but always one. */
export function batchesOf(windows: readonly TokenWindow[], tokens: number): TokenWindow[][] {
  const sorted = [...windows].sort((a, b) => a.ids.length - b.ids.length);
  const batches: TokenWindow[][] = [];
  let current: TokenWindow[] = [];
  for (const window of sorted) {
    if (current.length > 0 && window.ids.length * (current.length + 1) > tokens) {
      batches.push(current);
      current = [];
    }
    current.push(window);
  }
  return current.length > 0 ? [...batches, current] : batches;
}

/** The inputs that a model of these input names wants for a batch, [texts, tokens], padded to the longest. */
export function feedsOf(
  batch: readonly Pick<TokenWindow, "ids">[],
  pad: number,
  inputNames: readonly string[],
): Record<string, ort.Tensor> {
  const length = Math.max(...batch.map(({ ids }) => ids.length));
  const ids = new BigInt64Array(batch.length * length).fill(BigInt(pad));
  const mask = new BigInt64Array(ids.length);
  for (const [i, window] of batch.entries())
    for (const [j, id] of window.ids.entries()) {
      ids[i * length + j] = BigInt(id);
      mask[i * length + j] = 1n;
    }
  const dims = [batch.length, length];
  const feeds: Record<string, ort.Tensor> = {
    input_ids: new ort.Tensor("int64", ids, dims),
    attention_mask: new ort.Tensor("int64", mask, dims),
    token_type_ids: new ort.Tensor("int64", new BigInt64Array(ids.length), dims),
  };
  return Object.fromEntries(inputNames.map((name) => [name, feeds[name] as ort.Tensor]));
}
