/** Whether a text may be a private key that can be used here: PEM, PKCS#1 or PKCS#8, without a passphrase. The server reads it. */
export function isPrivateKey(pem: string): boolean {
  const isSealed = /ENCRYPTED/.test(pem) // both ways of a passphrase say so: the label of PKCS#8, Proc-Type of PKCS#1
  return !isSealed && /-----BEGIN (RSA )?PRIVATE KEY-----[\s\S]+-----END \1?PRIVATE KEY-----/.test(pem)
}

/** WeCom counts public keys from 1: the one after the last that is known. */
export function nextVersion(known: readonly { version: number }[]): number {
  return Math.max(0, ...known.map(({ version }) => version)) + 1
}
