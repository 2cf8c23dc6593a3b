import { env } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";

let underWay = 0;

/**
 * Takes one of the places for scoring requests in this process, or turns the request away before it costs anything.
 * Answers the function that gives the place back.
 */
export function enterScoring(): () => void {
  if (underWay >= env().SCORE_REQUESTS)
    throw new Failure(
      "unavailable",
      "Too many texts are being scored at the moment. Try again in a second.",
      {
        retryAfterSeconds: 1,
      },
    );
  underWay += 1;
  let left = false;
  return () => {
    if (!left) underWay -= 1;
    left = true;
  };
}
