import { createHash, randomBytes } from 'node:crypto'

/** An unguessable token for links and sessions: 256 bits, URL-safe. Only its hash is kept. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Hex SHA-256: tokens have 256 random bits, so no salt and no slow hash is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update('cunzhen/token/v1\n').update(token, 'utf8').digest('hex')
}
