import sharp, { type Sharp } from "sharp";

/** A picture nobody drew: smooth waves and a few hard-edged discs, RGB, different for every seed. */
export function makePicture(seed: number, width = 320, height = 240): Sharp {
  const random = (n: number) => {
    const value = Math.sin(seed * 127.1 + n * 311.7) * 43758.5453;
    return value - Math.floor(value);
  };
  const waves = Array.from({ length: 12 }, (_, n) => ({
    x: (random(4 * n) - 0.5) * 60,
    y: (random(4 * n + 1) - 0.5) * 60,
    phase: random(4 * n + 2) * 2 * Math.PI,
    height: 8 + 24 * random(4 * n + 3),
  }));
  const discs = Array.from({ length: 6 }, (_, n) => ({
    x: random(100 + 4 * n),
    y: random(101 + 4 * n),
    radius: 0.05 + 0.15 * random(102 + 4 * n),
    shade: random(103 + 4 * n) < 0.5 ? -70 : 70,
  }));
  const data = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [x, y] = [column / width, row / height];
      let shade = 128;
      for (const wave of waves) shade += wave.height * Math.sin(wave.x * x + wave.y * y + wave.phase);
      for (const disc of discs) if (Math.hypot(x - disc.x, y - disc.y) < disc.radius) shade += disc.shade;
      for (let channel = 0; channel < 3; channel++)
        data[(row * width + column) * 3 + channel] = Math.max(0, Math.min(255, shade + 10 * (channel - 1)));
    }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A coloured 224 x 224 picture as the image models read them (RGB bytes), different for every seed. */
export async function makeModelPicture(seed: number): Promise<Uint8Array> {
  const grey = await makePicture(seed, 224, 224).raw().toBuffer();
  return Uint8Array.from(grey, (value, at) => {
    const gain = 0.4 + (((seed * ((at % 3) + 2)) % 7) * 1.2) / 6;
    return Math.max(0, Math.min(255, Math.round(value * gain)));
  });
}
