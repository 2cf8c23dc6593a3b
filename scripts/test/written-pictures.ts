import sharp, { type Sharp } from "sharp";

/** A picture with a line of words on it. */
export interface WrittenPicture {
  words: string;
  /** Of the letters, pixels. */
  size: number;
  face: string;
  weight: number;
  /** Grey levels 0 to 255 of letters and background. */
  ink: number;
  paper: number;
  /** Degrees. */
  tilt: number;
  /** Between letters, in parts of their size. */
  spacing: number;
  outlined: boolean;
}

const LINES = [
  "Soup at noon today",
  "FRESH BREAD",
  "The library opens on Sunday",
  "Till late",
  "kites and lanterns",
  "LIFE",
];
const FACES = ["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "serif", "sans-serif"];
const SIZES = [14, 18, 24, 36, 60, 110, 200, 320];
const CONTRASTS: [number, number][] = [
  [0, 255],
  [255, 0],
  [90, 160],
  [200, 120],
  [60, 25],
  [150, 190],
];

/** `count` written pictures, each combination of size, face and contrast as different from the last as can be. */
export function writtenPictures(count: number): WrittenPicture[] {
  return Array.from({ length: count }, (_, at) => {
    const [ink, paper] = CONTRASTS[(at * 5 + Math.floor(at / 8)) % CONTRASTS.length] as [number, number];
    return {
      words: LINES[(at * 7) % LINES.length] as string,
      size: SIZES[at % SIZES.length] as number,
      face: FACES[(at * 3) % FACES.length] as string,
      weight: at % 3 === 0 ? 700 : 400,
      ink,
      paper,
      tilt: [0, 3, -6][at % 3] as number,
      spacing: [0, 0.08, 0.3][Math.floor(at / 3) % 3] as number,
      outlined: at % 11 === 10,
    };
  });
}

/** Draws it, at most 1600 pixels wide. */
export async function writtenPicture(picture: WrittenPicture): Promise<Sharp> {
  const { words, size, face, weight, ink, paper, tilt, spacing, outlined } = picture;
  const wide = Math.min(1600, Math.max(320, Math.round(words.length * size * (0.7 + spacing) + size)));
  const high = Math.max(160, Math.round(size * 2.6));
  const colour = (level: number) => `rgb(${level},${level},${level})`;
  const pen = outlined
    ? `fill="none" stroke="${colour(ink)}" stroke-width="${Math.max(1, size / 24)}"`
    : `fill="${colour(ink)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><rect width="${wide}" height="${high}" fill="${colour(paper)}"/><text x="${size / 2}" y="${high / 2 + size / 3}" font-family="${face}" font-weight="${weight}" font-size="${size}" letter-spacing="${spacing * size}" transform="rotate(${tilt} ${wide / 2} ${high / 2})" ${pen}>${words}</text></svg>`;
  return sharp(await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer());
}
