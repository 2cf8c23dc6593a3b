/** How often one address may read and file appeals: enough for a person, too few to guess tokens. */
export const APPEAL_READS = { perSecond: 0.5, burst: 30 };
export const APPEAL_WRITES = { perSecond: 1 / 60, burst: 5 };
