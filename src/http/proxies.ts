import { BlockList, isIP, isIPv4 } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** Says whether an address is one of the proxies whose `X-Forwarded-*` may be believed. */
export type IsProxy = (address: string | undefined) => boolean

/** @param ranges addresses, or ranges in CIDR notation, as `TRUST_PROXY` has them; none: nobody is believed */
export function proxiesOf(ranges: readonly string[]): IsProxy {
  const proxies = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = familyOf(address)
    if (prefix === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(prefix), family)
  }
  return (address) => address !== undefined && proxies.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}

/** The client's address, as far as it is one: what a proxy writes that is none stands for that proxy. */
export function clientAddress({ ip, socket }: FastifyRequest): string | undefined {
  return ip !== undefined && isIP(ip) > 0 ? ip : socket.remoteAddress
}
