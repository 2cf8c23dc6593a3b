/** Longest lease without a heartbeat, in seconds. */
export const LEASE_SECONDS = 120;
/** How often the desk renews its lease, in seconds. */
export const HEARTBEAT_SECONDS = 30;
/** How long a decision waits before its effects leave the house, in seconds. */
export const UNDO_SECONDS = 10;
/** How long the desk may keep the item after the present one in reserve, in seconds. */
export const RESERVE_SECONDS = 30;
/** How often a page says that it has an item open, in seconds. */
export const VIEWING_SECONDS = 20;
