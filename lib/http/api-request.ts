/** What routes read of a request: the web's `Request`, or one that the scoring front made without its costs. */
export interface ApiRequest extends Pick<Request, "method" | "url" | "signal" | "body"> {
  headers: RequestHeaders;
  /** The whole body, where it has been read already; `body` is null then. */
  whole?: Uint8Array;
}

/** What routes ask of a request's headers, names in any case. */
export type RequestHeaders = Pick<Headers, "get" | "has">;
