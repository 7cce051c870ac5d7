// Who people are for, and the three powers that nobody holds together.

export const ROLES = [
  'agent',
  'team_lead',
  'requester',
  'supervisor',
  'it_reviewer',
  'legal',
  'data_security',
  'executor',
  'monitor',
  'executive',
  'examiner',
  'auditor',
  'administrator',
] as const
export type Role = (typeof ROLES)[number]

export const POWERS = ['operator', 'administrator', 'auditor'] as const
export type Power = (typeof POWERS)[number]

/** Which roles make up each power: policy `people.exclusive_powers`. A role in no list (examiner) carries no power. */
export type ExclusivePowers = Readonly<Record<Power, readonly Role[]>>

export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word)
}

/** True where one person would operate and administer, or operate and audit, or administer and audit. */
export function isPowerConflict(roles: readonly Role[], powers: ExclusivePowers): boolean {
  return powersOf(roles, powers).length > 1
}

/** The powers that these roles carry, in the order of POWERS. */
function powersOf(roles: readonly Role[], powers: ExclusivePowers): Power[] {
  return POWERS.filter((power) => powers[power].some((role) => roles.includes(role)))
}
