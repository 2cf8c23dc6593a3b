import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress, mayConnect, parseAllowance } from "./address-guard";

const none = parseAllowance("");

describe("isPublicAddress", () => {
  it.each([
    "93.184.215.14",
    "1.1.1.1",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.0",
    "192.0.1.1",
    "198.17.255.255",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:82a::200e",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
  ])("lets %s through", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "203.0.113.9",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:FFFF:a9fe:a9fe",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "",
    "localhost",
    "2130706433",
    "0x7f.1",
  ])("holds %s back", (address) => expect(isPublicAddress(address)).toBe(false));

  it("judges an IPv4 address the same whether it is bare, mapped or behind NAT64", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const judged = isPublicAddress(address);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(judged);
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(judged);
      }),
    );
  });
});

describe("the operator's allowance", () => {
  const allowance = parseAllowance(
    "hooks.internal, 10.1.0.0/16\nlocalhost:4000 [::1]:4001 192.168.7.7,fd00::/8",
  );
  const may = (host: string, port: number, address: string) => mayConnect({ host, port, address }, allowance);

  it("opens what it names, on its port where it names one", () => {
    expect(may("hooks.internal", 8080, "10.9.9.9")).toBe(true);
    expect(may("HOOKS.internal.", 443, "10.9.9.9")).toBe(true);
    expect(may("other.example", 443, "10.1.2.3")).toBe(true);
    expect(may("localhost", 4000, "127.0.0.1")).toBe(true);
    expect(may("[::1]", 4001, "::1")).toBe(true);
    expect(may("192.168.7.7", 99, "192.168.7.7")).toBe(true);
    expect(may("six.example", 99, "fd00::7")).toBe(true);
  });

  it("opens nothing else", () => {
    expect(may("other.example", 443, "10.9.9.9")).toBe(false);
    expect(may("a.hooks.internal", 443, "10.9.9.9")).toBe(false);
    expect(may("localhost", 4001, "127.0.0.1")).toBe(false);
    expect(may("other.example", 443, "192.168.7.7")).toBe(false);
    expect(mayConnect({ host: "127.0.0.1", port: 80, address: "127.0.0.1" }, none)).toBe(false);
  });

  it("names the entry that cannot be read", () => {
    for (const entry of ["10.0.0.0/33", "a/b", "host/8", "user@host", "host?", "host:1:2"])
      expect(() => parseAllowance(entry)).toThrow(/is not a/);
  });
});
