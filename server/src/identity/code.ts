import { generateSecret, generateSync, generateURI, verifySync } from 'otplib'
import { type Instant, SECOND } from '#base'

// The second factor: RFC 6238 over SHA-1, six digits, steps of 30 seconds, as every authenticator app has it.

const STEP = 30

/** 160 random bits in base32. */
export function makeCodeSecret(): string {
  return generateSecret({ length: 20 })
}

export function codeUri(secret: string, username: string, houseName: string): string {
  return generateURI({ issuer: houseName, label: username, secret })
}

/**
 * The time step that this code belongs to, or null when it is wrong. The step before and after are accepted (clocks
 * differ); steps up to `lastStep` are not, so each code counts once.
 */
export function stepOfCode(secret: string, code: string, now: Instant, lastStep: number | null): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const epoch = Math.floor(now / SECOND)
  const after = lastStep === null || lastStep < 0 ? {} : { afterTimeStep: lastStep }
  const result = verifySync({ secret, token: code, epoch, epochTolerance: STEP, ...after })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** What the person's app shows at this moment. For demo houses, whose people have no phone, and for tests. */
export function codeAt(secret: string, now: Instant): string {
  return generateSync({ secret, epoch: Math.floor(now / SECOND) })
}

/** Checked when there is no such person: the same work. */
export const UNMATCHABLE_SECRET = makeCodeSecret()
