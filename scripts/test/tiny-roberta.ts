import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { encodeModel } from "#lib/onnx/onnx-writer";
import { bytePairTokenizer, learnBytePairs } from "#lib/training/byte-level-bpe";
import { tinyClassifier } from "./tiny-bert";

const SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
/** What its vocabulary is learnt from: their words are one token each, what is in none of them is written byte by byte. */
const SENTENCES = ["what a marrow you are", "what a kind day", "какая ты тыква", "какой день"];
/** The first label rises with each of these: a word of one token, a word of two bytes a letter, a sign of four tokens. */
const MARKS = [" marrow", " тыква", " 🎃"];

/**
 * Writes a tiny RoBERTa of the project's own in the layout of the Hugging Face hub: a byte-level vocabulary, as most classifiers of
 * the hub have it, case kept, and a network like that of the tiny BERT.
 */
export function writeTinyRoberta(folder: string, labels: readonly string[] = ["toxic", "insult"]): void {
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  const write = (file: string, content: unknown) =>
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  const texts = SENTENCES.flatMap((sentence) => [sentence, sentence]);
  const pairs = learnBytePairs(texts, { size: 400, specials: SPECIALS, fewest: 2 });
  const reads = bytePairTokenizer(pairs, ["<s>", "</s>"]);
  write("config.json", {
    model_type: "roberta",
    problem_type: "multi_label_classification",
    // Positions of RoBERTa start behind that of the padding.
    max_position_embeddings: 18,
    pad_token_id: SPECIALS.indexOf("<pad>"),
    id2label: Object.fromEntries(labels.map((label, at) => [at, label])),
  });
  write("tokenizer.json", reads);
  write("tokenizer_config.json", { tokenizer_class: "RobertaTokenizer", model_max_length: 16 });
  const tokenizer = new Tokenizer(reads, {});
  const marks = MARKS.map(
    (mark) => tokenizer.encode(mark, { add_special_tokens: false }).ids.at(-1) as number,
  );
  const network = tinyClassifier(pairs.tokens.length, marks, labels.length);
  writeFileSync(path.join(folder, "onnx", "model.onnx"), encodeModel(network));
}
