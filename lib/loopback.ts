/**
 * Which hosts are this machine.
 *
 * @module
 */

/** The names of this machine, as they stand in a URL. */
export const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether an IP address is in 127.0.0.0/8 or `::1`, also as an IPv4-mapped one or shortened. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127(\.\d+){1,3}$/.test(address);
}

/** Whether an address or a name is that of this machine. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAMES.has(host) || isLoopbackAddress(host);
}
