import type { Calibration } from "#lib/domain/calibration";

/**
 * Probability of `sexual` by the log-odds of the model's own probability of porn and hentai, with a fifth of sexy. Not
 * fitted: no labelled pictures of that kind are at hand, and none would be committed. Drawn by hand to be careful both ways:
 * a person looks from about 0.82 of the model's own scale, and nothing is blocked by this model alone, since the curve ends
 * below the default threshold for it (0.95). See the card.
 */
export const IMAGE_CALIBRATION: Calibration = {
  kind: "isotonic",
  x: [-7, -2.2, 0, 1.5, 3, 6],
  y: [0.002, 0.03, 0.2, 0.5, 0.8, 0.9],
};
