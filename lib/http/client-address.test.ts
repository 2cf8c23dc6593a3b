import { describe, expect, it } from "vitest";
import { clientAddress, PEER_HEADER } from "./client-address";

const from = (peer: string, forwarded?: string) =>
  new Headers({ [PEER_HEADER]: peer, ...(forwarded ? { "x-forwarded-for": forwarded } : {}) });

describe("clientAddress", () => {
  it.each([
    ["the connection itself", from("192.0.2.7"), 0, "192.0.2.7"],
    ["not what the client claims", from("192.0.2.7", "10.0.0.1"), 0, "192.0.2.7"],
    ["what the one proxy saw", from("10.0.0.2", "203.0.113.9"), 1, "203.0.113.9"],
    ["not what the client told the proxy", from("10.0.0.2", "1.1.1.1, 203.0.113.9"), 1, "203.0.113.9"],
    ["what the outer of two proxies saw", from("10.0.0.2", "x, 203.0.113.9, 10.0.0.3"), 2, "203.0.113.9"],
    ["the connection, when the proxy says nothing", from("10.0.0.2"), 1, "10.0.0.2"],
    ["IPv4 within IPv6", from("::ffff:192.0.2.7"), 0, "192.0.2.7"],
    ["an IPv6 network", from("2001:db8:1:2:aaaa:bbbb:cccc:dddd"), 0, "2001:db8:1:2::/64"],
    ["an IPv6 network written short", from("2001:DB8::1"), 0, "2001:db8:0:0::/64"],
    ["a local IPv6 address", from("fe80::1%eth0"), 0, "fe80:0:0:0::/64"],
    ["this machine", from("::1"), 0, "0:0:0:0::/64"],
    ["nothing", new Headers(), 0, "unknown"],
  ])("is %s", (_what, headers, proxies, expected) => {
    expect(clientAddress(headers, proxies)).toBe(expected);
  });
});
