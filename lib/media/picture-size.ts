/** Width and height as a picture's header declares them. */
export interface PictureSize {
  width: number;
  height: number;
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Start-of-frame markers of JPEG (ITU T.81, table B.1), which carry the size. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(head: Uint8Array): PictureSize | undefined {
  const data = view(head);
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return undefined;
    const marker = head[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { height: data.getUint16(at + 5), width: data.getUint16(at + 7) };
    else at += 2 + data.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(head: Uint8Array): PictureSize | undefined {
  const data = view(head);
  const chunk = String.fromCharCode(...head.subarray(12, 16));
  const uint24 = (at: number) => data.getUint16(at, true) | (data.getUint8(at + 2) << 16);
  if (chunk === "VP8X") return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (chunk === "VP8 ")
    return { width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff };
  if (chunk !== "VP8L") return undefined;
  const bits = data.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/** Boxes of an ISO base media file (ISO/IEC 14496-12) between two places, as far as they are whole: type and contents. */
function* boxes(head: Uint8Array, from: number, to: number): Generator<[string, number, number]> {
  const data = view(head);
  for (let at = from; at + 8 <= to; ) {
    const length = data.getUint32(at);
    const end = length === 0 ? to : at + length;
    // Sixty-four-bit lengths are for boxes of gigabytes; none of those that matter here is one.
    if (length !== 0 && length < 8) return;
    yield [String.fromCharCode(...head.subarray(at + 4, at + 8)), at + 8, Math.min(end, to)];
    at = end;
  }
}

/**
 * The largest of the sizes (`ispe`) among the properties of an AVIF's items (ISO/IEC 23008-12): a picture of tiles has one for
 * the tiles too.
 */
function avifSize(head: Uint8Array): PictureSize | undefined {
  const data = view(head);
  const sizes: PictureSize[] = [];
  const look = (from: number, to: number) => {
    for (const [type, start, end] of boxes(head, from, to)) {
      if (type === "meta") look(start + 4, end);
      if (type === "iprp" || type === "ipco") look(start, end);
      if (type === "ispe" && start + 12 <= end)
        sizes.push({ width: data.getUint32(start + 4), height: data.getUint32(start + 8) });
    }
  };
  look(0, head.length);
  return sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
}

/**
 * The size that a picture declares, read from its first bytes without decoding anything; undefined where it stands
 * further back or the header is damaged. A header may lie: the decoder has limits of its own.
 */
export function declaredSize(head: Uint8Array, type: string): PictureSize | undefined {
  if (head.length < 32) return undefined;
  const data = view(head);
  switch (type) {
    case "image/png":
      return { width: data.getUint32(16), height: data.getUint32(20) };
    case "image/gif":
      return { width: data.getUint16(6, true), height: data.getUint16(8, true) };
    case "image/jpeg":
      return jpegSize(head);
    case "image/webp":
      return webpSize(head);
    case "image/avif":
      return avifSize(head);
    default:
      return undefined;
  }
}
