import { Failure } from "#lib/domain/failure";
import { route } from "#lib/http/route";

/** Addresses under /api that are none: programs get a problem document like everywhere else, not a page. */
const nothingHere = route({
  auth: "public",
  handle: () => {
    throw new Failure(
      "not_found",
      "There is nothing at this address. Check the path against the API's description.",
    );
  },
});

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
};
