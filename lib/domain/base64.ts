import { Failure } from "./failure";

const ALPHABET = /^[A-Za-z0-9+/_-]*={0,2}$/;
const DATA_URL = /^data:[\w.+-]*\/?[\w.+-]*(;[\w.+=-]+)*,/i;

/**
 * Makes base64 that arrives in pieces decodable: gives stretches of whole groups of four, without white space, JSON's
 * escapes of it and of the slash, and without the head of a data URL. Both alphabets are taken.
 * Throws `invalid_input` for what is not base64.
 */
export class Base64Pieces {
  private left = "";
  private begun = false;
  private padded = false;

  /** Characters that can be decoded by now. */
  push(piece: string): string {
    let text = this.left + piece;
    if (!this.begun) {
      if ("data:".startsWith(text.toLowerCase())) {
        this.left = text;
        return "";
      }
      const head = /^data:[^,]{0,200}/i.exec(text)?.[0];
      if (head !== undefined && !text.includes(",")) {
        if (text.length > 200) throw notBase64();
        this.left = text;
        return "";
      }
      if (head !== undefined && !/;base64$/i.test(head)) throw notBase64();
      text = text.replace(DATA_URL, "");
      this.begun = true;
    }
    const dangling = text.endsWith("\\") ? "\\" : "";
    const clean = text
      .slice(0, text.length - dangling.length)
      .replace(/\\[nrt]|\s/g, "")
      .replaceAll("\\/", "/");
    if (!ALPHABET.test(clean) || (this.padded && clean !== "")) throw notBase64();
    const whole = clean.length - (clean.length % 4);
    this.left = clean.slice(whole) + dangling;
    if (clean.includes("=")) this.padded = true;
    return clean.slice(0, whole);
  }

  /** What is left at the end, unpadded. */
  finish(): string {
    if (this.left.length % 4 === 1 || this.left.includes("\\") || /[:;,]/.test(this.left)) throw notBase64();
    return this.left;
  }
}

const notBase64 = () => new Failure("invalid_input", "The value is not base64.");
