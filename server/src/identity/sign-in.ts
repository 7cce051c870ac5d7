import type { StrangerActor } from '#access'
import { Refusal } from '#base'
import { stepOfCode, UNMATCHABLE_SECRET } from './code.ts'
import type { PeopleDoors } from './doors.ts'
import { isPassword, type PasswordCost, unmatchableHash } from './password.ts'
import { type Opened, startSession, takeCode } from './sessions.ts'
import * as store from './store.ts'
import { countTry, forgiveTries } from './throttle.ts'

export interface SignIn {
  readonly username: string
  readonly password: string
  readonly code: string
}

/**
 * Password and code together. Every failure has one answer and one cost: unknown name, disabled, not yet enrolled,
 * wrong password, wrong or used code.
 * @throws Refusal `sign_in_refused` (unauthenticated), `too_many_attempts`
 */
export async function signIn(
  doors: PeopleDoors & { readonly passwordCost: PasswordCost },
  { username, password, code }: SignIn,
  stranger: StrangerActor,
): Promise<Opened> {
  const name = username.toLowerCase()
  const tried = { account: name, address: stranger.ip ?? 'local' }
  // 1. the try is counted first. A crash here costs one try.
  await countTry(doors.db, tried, doors.clock.now())
  // 2. password and code are both checked whatever the first one says, against something unmatchable where there is
  // nobody.
  const person = await store.findUsername(doors.db, name)
  const known = person?.state === 'active' ? person : null
  const passwordFits = await isPassword(password, known?.password ?? unmatchableHash(doors.passwordCost))
  const step = stepOfCode(known?.code_secret ?? UNMATCHABLE_SECRET, code, doors.clock.now(), known?.code_step ?? null)
  // 3. the code is taken, the session made and the act written in one transaction: a crash leaves none of them.
  // The person's id is noted where there is one, the typed name never: people type passwords into the wrong field.
  const note = { action: 'session.sign_in', actor: stranger, detail: { person: person?.id ?? null } } as const
  const { value } = await doors.recorder.perform(note, async (tx) => {
    const now = doors.clock.now()
    const fits = known !== null && passwordFits && step !== null && (await takeCode(tx, known.id, code, now))
    if (!fits) throw new Refusal('unauthenticated', 'sign_in_refused')
    return startSession(tx, doors, known, stranger.ip)
  })
  // 4. a crash before this leaves one counted try.
  await forgiveTries(doors.db, tried)
  return value
}
