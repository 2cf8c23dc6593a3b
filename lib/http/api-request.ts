/** What routes read of a request: the web's `Request`, or one that the scoring front made without its costs. */
export interface ApiRequest extends Pick<Request, "method" | "url" | "headers" | "signal" | "body"> {
  /** The whole body, where it has been read already; `body` is null then. */
  whole?: Uint8Array;
}
