import type { PersonActor, Role } from '#access'
import { HOUR, type Instant, MINUTE, type PersonId, Refusal } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { stepOfCode } from './code.ts'
import type { PeopleDoors } from './doors.ts'
import * as store from './store.ts'
import { countTry, forgiveTries } from './throttle.ts'
import { hashToken, makeToken } from './token.ts'

/** Someone signed in. `session` names the session (a hash, not the token). */
export interface SignedIn extends PersonActor {
  readonly username: string
  readonly name: string
  readonly session: string
}

/** `token` goes into the cookie and nowhere else. */
export interface Opened {
  readonly token: string
  readonly actor: SignedIn
}

/** Ours: half an hour without a call, or a working day in all. */
const IDLE = 30 * MINUTE
export const LONGEST = 12 * HOUR
/** A sign-in, or a fresh code, counts as second factor for so long. */
const STEP_UP = 5 * MINUTE
/** `seen_at` is written at most this often: a session ends up to a minute early, never late. */
const SEEN_EVERY = MINUTE

export async function startSession(
  tx: Tx,
  doors: Pick<PeopleDoors, 'clock'>,
  person: store.PersonRow,
  ip: string | null,
): Promise<Opened> {
  const now = doors.clock.now()
  const token = makeToken()
  const until = (now + STEP_UP) as Instant // five minutes after an Instant
  const hash = hashToken(token)
  await store.deleteSessionsBefore(tx, (now - LONGEST) as Instant, (now - IDLE) as Instant)
  const row = { hash, person_id: person.id, created_at: now, seen_at: now, stepped_up_until: until }
  await store.insertSession(tx, row)
  return { token, actor: actorOf(person, await store.rolesOfPerson(tx, person.id), row, ip) }
}

/** Who this session belongs to now, with the roles of now; null: unknown, over, or the person was disabled. */
export async function sessionOf(doors: PeopleDoors, token: string, ip: string | null): Promise<SignedIn | null> {
  const now = doors.clock.now()
  const session = await store.findSession(doors.db, hashToken(token))
  if (!session || session.created_at + LONGEST <= now || session.seen_at + IDLE <= now) return null
  const person = await store.findPerson(doors.db, session.person_id)
  if (person?.state !== 'active') return null
  if (session.seen_at + SEEN_EVERY <= now) {
    await doors.db.write((tx) => store.updateSession(tx, session.hash, { seen_at: now }))
  }
  return actorOf(person, await store.rolesOfPerson(doors.db, person.id), session, ip)
}

export async function signOut(doors: PeopleDoors, actor: SignedIn): Promise<void> {
  await doors.recorder.perform({ action: 'session.sign_out', actor }, (tx) => store.deleteSession(tx, actor.session))
}

/**
 * A fresh code renews the second factor for five minutes; a code that was used for signing in is not fresh.
 * @throws Refusal `code_wrong` (unauthenticated), `too_many_attempts`
 */
export async function stepUp(doors: PeopleDoors, actor: SignedIn, code: string): Promise<Instant> {
  const tried = { account: actor.username, address: actor.ip ?? 'local' }
  await countTry(doors.db, tried, doors.clock.now())
  const { value } = await doors.recorder.perform({ action: 'session.step_up', actor }, async (tx) => {
    const now = doors.clock.now()
    const until = (now + STEP_UP) as Instant // five minutes after an Instant
    if (!(await takeCode(tx, actor.id, code, now))) throw new Refusal('unauthenticated', 'code_wrong')
    await store.updateSession(tx, actor.session, { stepped_up_until: until })
    return until
  })
  await forgiveTries(doors.db, tried)
  return value
}

/** True for exactly one caller per code of a person. */
export async function takeCode(tx: Tx, id: PersonId, code: string, now: Instant): Promise<boolean> {
  const person = await store.findPerson(tx, id)
  if (!person?.code_secret) return false
  const step = stepOfCode(person.code_secret, code, now, person.code_step)
  return step !== null && (await store.takeCodeStep(tx, id, step))
}

function actorOf(person: store.PersonRow, roles: Role[], session: store.SessionRow, ip: string | null): SignedIn {
  return {
    kind: 'person',
    id: person.id,
    username: person.username,
    name: person.name,
    roles,
    steppedUpUntil: session.stepped_up_until,
    session: session.hash,
    ip,
  }
}

/** People who may still act: a grant of someone disabled stands still. */
export async function isActive(db: ReadableDb, id: PersonId): Promise<boolean> {
  return (await store.findPerson(db, id))?.state === 'active'
}
