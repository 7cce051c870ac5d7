// Which 32 bytes may be an Ed25519 key. Implementations differ over the others (Chalkias, Garillot, Nikolaenko: Taming the many EdDSAs,
// 2020), and a verdict must not hang on which of them reads it.

/** y of the points of small order, little endian: with such a key one signature fits many messages. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** Written in the one way that RFC 8032 section 5.1.2 has for it, and of no small order. Whether it is a point at all, who verifies finds out. */
export function isUsualKey(key: Uint8Array): boolean {
  const last = (key[31] ?? 0) & 0x7f
  const isReduced = last !== 0x7f || (key[0] ?? 0) < 0xed || key.subarray(1, 31).some((byte) => byte !== 0xff)
  return isReduced && !SMALL_ORDER.has(yOf(key, last))
}

function yOf(key: Uint8Array, last: number): string {
  return Array.from(key.with(31, last), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
