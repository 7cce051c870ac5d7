import { decide, HOUSE, type PersonActor, requireAllowed, type StrangerActor } from '#access'
import { DAY, type Instant, type PersonId, Refusal } from '#base'
import type { Tx } from '#platform'
import { codeUri, makeCodeSecret, stepOfCode } from './code.ts'
import type { PeopleDoors } from './doors.ts'
import { hashPassword, isWeakPassword, type PasswordCost } from './password.ts'
import { writePerson } from './people.ts'
import { type Opened, startSession } from './sessions.ts'
import * as store from './store.ts'
import { countTry, forgiveTries } from './throttle.ts'
import { hashToken, makeToken } from './token.ts'

// A one-time link carries 256 random bits; the house keeps their hash. Whoever has it before its person does can enrol
// in the person's place: hand it over in person or by a way that the administrator does not read.

export interface LinkDoors extends PeopleDoors {
  readonly houseName: string
  readonly passwordCost: PasswordCost
  /** Only a demo house makes links that sign in without password and code. */
  readonly demo: boolean
}

export interface IssuedLink {
  readonly token: string
  readonly expires: Instant
}

export type LinkAnswer =
  | {
      readonly needs: 'enrolment'
      readonly username: string
      readonly name: string
      readonly totpSecret: string
      readonly totpUri: string
    }
  | { readonly needs: 'nothing'; readonly session: Opened }

const LIFETIME = 3 * DAY

/** A fresh link for a person; an older unused one dies. Until it is used, the old password and code still work. */
export async function issueLink(doors: LinkDoors, actor: PersonActor, id: PersonId): Promise<IssuedLink> {
  const note = { action: 'people.link', actor, detail: { person: id } } as const
  const { value } = await doors.recorder.perform(note, async (tx) => {
    requireAllowed(decide(actor, 'people.link', null, doors.rules(), doors.clock.now()))
    const person = await store.findPerson(tx, id)
    if (!person) throw new Refusal('not_found', 'not_found')
    if (person.state === 'disabled') throw new Refusal('conflict', 'person_disabled')
    return writeLink(tx, id, 'enrol', doors.clock.now())
  })
  return value
}

/**
 * At the first start: makes the first administrator and a link to enrol with. Null once there is an active one.
 * Each start without one makes a new link; the older one dies.
 */
export async function issueFirstAdministratorLink(
  doors: LinkDoors,
): Promise<(IssuedLink & { username: string }) | null> {
  if ((await store.countActiveWithRole(doors.db, 'administrator', null)) > 0) return null
  const note = { action: 'house.link', actor: HOUSE } as const
  const { value } = await doors.recorder.perform(note, async (tx, draft) => {
    const known = await store.findUsername(tx, 'admin')
    const id =
      known?.id ??
      (await writePerson(tx, doors, { username: 'admin', name: 'Administrator', roles: ['administrator'] }))
    draft.detail({ what: 'first_administrator_link', person: id })
    return { username: 'admin', ...(await writeLink(tx, id, 'enrol', doors.clock.now())) }
  })
  return value
}

/** @throws Refusal `not_a_demo_house` (forbidden) in any house that is none */
export async function issueDemoLink(doors: LinkDoors, id: PersonId): Promise<IssuedLink> {
  if (!doors.demo) throw new Refusal('forbidden', 'not_a_demo_house')
  const note = { action: 'house.link', actor: HOUSE, detail: { what: 'demo_link', person: id } } as const
  const { value } = await doors.recorder.perform(note, (tx) => writeLink(tx, id, 'sign_in', doors.clock.now()))
  return value
}

/**
 * Opens a link. Enrolment: shows a fresh secret for the authenticator; each opening shows another, and only the newest
 * counts, so that one who opened it earlier in secret holds nothing. A demo link signs in and is used up.
 * @throws Refusal `link_unusable` for an unknown, used or expired link: one answer for all three
 */
export async function openLink(doors: LinkDoors, token: string, stranger: StrangerActor): Promise<LinkAnswer> {
  const note = { action: 'session.open_link', actor: stranger } as const
  const { value } = await doors.recorder.perform<LinkAnswer>(note, async (tx, draft) => {
    const now = doors.clock.now()
    const { link, person } = await usableLink(tx, token, now)
    draft.detail({ person: person.id, purpose: link.purpose })
    if (link.purpose === 'sign_in') {
      if (!doors.demo || !(await store.takeLink(tx, link.hash, now))) throw unusable()
      return { needs: 'nothing', session: await startSession(tx, doors, person, stranger.ip) }
    }
    const totpSecret = makeCodeSecret()
    await store.setLinkSecret(tx, link.hash, totpSecret)
    const { username, name } = person
    return { needs: 'enrolment', username, name, totpSecret, totpUri: codeUri(totpSecret, username, doors.houseName) }
  })
  return value
}

/**
 * Sets password and second factor, uses the link up, ends all other sessions of the person and starts one.
 * @throws Refusal `link_unusable`, `link_not_opened`, `password_weak`, `code_wrong`, `too_many_attempts`
 */
export async function enrol(
  doors: LinkDoors,
  { token, password, code }: { token: string; password: string; code: string },
  stranger: StrangerActor,
): Promise<Opened> {
  const tried = { link: token, address: stranger.ip ?? 'local' }
  const note = { action: 'session.enrol', actor: stranger } as const
  // 1. the try is counted before anything is compared. A crash here costs one try.
  await countTry(doors.db, tried, doors.clock.now())
  // 2. the slow part outside the transaction: nothing is written yet.
  const hash = await hashPassword(password, doors.passwordCost)
  // 3. link, code, credentials, session and act in one transaction: a crash leaves the link as it was.
  const { value } = await doors.recorder.perform(note, async (tx, draft) => {
    const now = doors.clock.now()
    const { link, person } = await usableLink(tx, token, now)
    draft.detail({ person: person.id })
    if (link.purpose !== 'enrol') throw unusable()
    if (isWeakPassword(password, person.username)) throw new Refusal('invalid', 'password_weak')
    if (link.code_secret === null) throw new Refusal('conflict', 'link_not_opened')
    const step = stepOfCode(link.code_secret, code, now, null)
    if (step === null) throw new Refusal('invalid', 'code_wrong')
    if (!(await store.takeLink(tx, link.hash, now))) throw unusable()
    await store.setCredentials(tx, person.id, { password: hash, code_secret: link.code_secret, code_step: step })
    await store.deleteSessionsOf(tx, person.id)
    return startSession(tx, doors, { ...person, state: 'active' }, stranger.ip)
  })
  // 4. a crash before this leaves the link's counter: it belongs to a used link.
  await forgiveTries(doors.db, tried)
  return value
}

export async function writeLink(tx: Tx, id: PersonId, purpose: store.LinkPurpose, now: Instant): Promise<IssuedLink> {
  const token = makeToken()
  const expires = (now + LIFETIME) as Instant // three days after an Instant
  const row = { hash: hashToken(token), person_id: id, purpose, expires_at: expires, used_at: null, code_secret: null }
  await store.insertLink(tx, row)
  return { token, expires }
}

async function usableLink(
  tx: Tx,
  token: string,
  now: Instant,
): Promise<{ link: store.LinkRow; person: store.PersonRow }> {
  const link = await store.findLink(tx, hashToken(token))
  if (!link || link.used_at !== null || link.expires_at <= now) throw unusable()
  const person = await store.findPerson(tx, link.person_id)
  if (!person || person.state === 'disabled') throw unusable()
  return { link, person }
}

function unusable(): Refusal {
  return new Refusal('not_found', 'link_unusable')
}
