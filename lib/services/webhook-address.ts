import { Failure } from "#lib/domain/failure";
import { isAllowed } from "#lib/media/address-guard";
import { checkUrl, ForbiddenAddress, operatorAllowance, portOf } from "#lib/media/guarded-request";

/**
 * Whether events may be sent to an address, as far as can be said without resolving its name: https, or a host that
 * the operator named. Throws `invalid_input` at `pointer` where not; the address is checked again at every delivery.
 */
export function checkReceiver(address: string, pointer: string): void {
  const refuse = (message: string) => {
    throw new Failure("invalid_input", message, { errors: [{ pointer, message }] });
  };
  const url = new URL(address);
  try {
    checkUrl(url);
  } catch (error) {
    if (!(error instanceof ForbiddenAddress)) throw error;
    refuse(error.message);
  }
  const inside = isAllowed({ host: url.hostname, port: portOf(url) }, operatorAllowance());
  if (url.protocol !== "https:" && !inside) refuse("Events are sent over https only.");
}
