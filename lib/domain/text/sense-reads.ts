/** The longest text that text-sense judges, in characters (UTF-16): of a longer one, parts would have to be passed over, and count as harmless. */
export const SENSE_READS = 2_000;
