/*
 * Integrated loudness of one channel as in ITU-R BS.1770-4: K-weighting, blocks of 400 ms every 100 ms, an absolute
 * gate at -70 LUFS and a relative one 10 LU below what passes it. The filters' analogue parameters are those that
 * reproduce the recommendation's coefficients at 48 kHz (Mansbridge et al., AES 2012), so that any rate will do.
 */

interface Biquad {
  b: [number, number, number];
  a: [number, number];
}

const BLOCK_SECONDS = 0.4;
const HOP_SECONDS = 0.1;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/** The head's shelf: treble raised by 4 dB. */
function shelf(rate: number): Biquad {
  const [f0, gain, q] = [1681.974450955533, 3.999843853973347, 0.7071752369554196];
  const k = Math.tan((Math.PI * f0) / rate);
  const vh = 10 ** (gain / 20);
  const vb = vh ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b: [(vh + (vb * k) / q + k * k) / a0, (2 * (k * k - vh)) / a0, (vh - (vb * k) / q + k * k) / a0],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

/** The low cut. */
function lowCut(rate: number): Biquad {
  const [f0, q] = [38.13547087602444, 0.5003270373238773];
  const k = Math.tan((Math.PI * f0) / rate);
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}

function filter(signal: Float64Array, { b, a }: Biquad): Float64Array {
  const out = new Float64Array(signal.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let at = 0; at < signal.length; at += 1) {
    const x = signal[at] as number;
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    out[at] = y;
    [x2, x1, y2, y1] = [x1, x, y1, y];
  }
  return out;
}

const lufs = (power: number) => -0.691 + 10 * Math.log10(power);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Loudness of mono samples in LUFS; minus infinity for what is silent or shorter than a block. */
export function integratedLoudness(samples: Int16Array, rate: number): number {
  const signal = Float64Array.from(samples, (sample) => sample / 32_768);
  const weighted = filter(filter(signal, shelf(rate)), lowCut(rate));
  const [block, hop] = [Math.round(BLOCK_SECONDS * rate), Math.round(HOP_SECONDS * rate)];
  const powers: number[] = [];
  for (let start = 0; start + block <= weighted.length; start += hop) {
    let sum = 0;
    for (let at = start; at < start + block; at += 1) sum += (weighted[at] as number) ** 2;
    powers.push(sum / block);
  }
  const loud = powers.filter((power) => power > 0 && lufs(power) > ABSOLUTE_GATE);
  if (loud.length === 0) return Number.NEGATIVE_INFINITY;
  const gate = lufs(mean(loud)) + RELATIVE_GATE;
  return lufs(mean(loud.filter((power) => lufs(power) > gate)));
}
