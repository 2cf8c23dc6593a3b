/** Numbers of a sketch, whatever the length of the embedding. */
export const SKETCH = 128;

/**
 * An embedding of any length as SKETCH numbers that keep inner products in expectation: it is brought to length 1 and each
 * of its numbers is added, with a sign, to a place of its own (the count sketch of Charikar et al. 2002, as Weinberger et
 * al. 2009 use it for features). What encoders say can so be read by one model, however wide they are.
 */
export function sketchEmbedding(embedding: ArrayLike<number>): Float32Array {
  const sketch = new Float32Array(SKETCH);
  let squares = 0;
  for (let at = 0; at < embedding.length; at += 1) squares += (embedding[at] as number) ** 2;
  if (squares === 0 || !Number.isFinite(squares)) return sketch;
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < embedding.length; at += 1) {
    const mixed = mix(at);
    const place = mixed % SKETCH;
    const value = (embedding[at] as number) * scale;
    sketch[place] = (sketch[place] as number) + (mixed & 0x80000000 ? -value : value);
  }
  return sketch;
}

/** A place's 32 well-mixed bits (the finaliser of MurmurHash3). */
function mix(at: number): number {
  let bits = (at + 1) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
