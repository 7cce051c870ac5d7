import { type Action, decide, type FactsFor, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { ActDraft, Recorder } from '#audit'
import { type Clock, type Instant, newId, type ParticipantNo, type PersonId, Refusal, type SubjectId } from '#base'
import type { HouseDb, Tx } from '#platform'
import { maskedPhone, phoneDigits } from './phone.ts'
import * as store from './store.ts'

/** What this room must know about participants; the archive's catalog answers, handed over by wire. */
export interface ParticipantSource {
  participant(no: ParticipantNo): { readonly platform: string; readonly account: string; readonly name: string } | null
  find(text: string, limit: number): Promise<readonly { readonly no: ParticipantNo; readonly account: string }[]>
  conversationCount(no: ParticipantNo): number
}

export interface SubjectsParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
  readonly participants: ParticipantSource
  /** The person of the house behind a platform account, or null. */
  readonly personOf: (platform: string, account: string) => Promise<PersonId | null>
}

export interface ParticipantView {
  readonly no: ParticipantNo
  readonly platform: string
  readonly account: string
  readonly name: string
  readonly subjectId: SubjectId | null
  readonly personId: PersonId | null
  readonly conversations: number
}

export interface SubjectView {
  readonly id: SubjectId
  readonly name: string
  readonly phone: string | null
  readonly note: string
  readonly participants: readonly ParticipantView[]
  readonly createdAt: Instant
}

export interface Subjects {
  /** Customers by name, phone or a platform account; an empty text lists the first by name. */
  find(actor: PersonActor, text: string, limit: number): Promise<SubjectView[]>
  /** @throws Refusal `no_such_subject` */
  view(actor: PersonActor, id: SubjectId): Promise<SubjectView>
  /**
   * Makes a customer and links every participant whose account is that phone and who is nobody's yet.
   * @throws Refusal `phone_taken` with the other customer's id; `phone_invalid`
   */
  add(
    actor: PersonActor,
    subject: { readonly name: string; readonly phone?: string | null; readonly note: string },
  ): Promise<SubjectView>
  /** @throws Refusal `no_such_subject`, `no_such_participant`, `participant_taken`, `participant_is_staff` */
  link(actor: PersonActor, id: SubjectId, participants: readonly ParticipantNo[]): Promise<SubjectView>
  unlink(actor: PersonActor, id: SubjectId, participant: ParticipantNo): Promise<SubjectView>
  /** Platform accounts by account or name. */
  findParticipants(actor: PersonActor, text: string, limit: number): Promise<ParticipantView[]>

  // ---- for other rooms; no permission is asked here, nothing goes to a person by itself ----
  subject(
    id: SubjectId,
  ): Promise<{ readonly id: SubjectId; readonly name: string; readonly phone: string | null } | null>
  participantsOf(ids: readonly SubjectId[]): Promise<ParticipantNo[]>
  names(): Promise<string[]>
  all(): Promise<{ readonly id: SubjectId; readonly name: string; readonly participants: readonly ParticipantNo[] }[]>
}

export function createSubjects(parts: SubjectsParts): Subjects {
  return {
    find: (actor, text, limit) => find(parts, actor, text, limit),
    view: (actor, id) => view(parts, actor, id),
    add: (actor, subject) => add(parts, actor, subject),
    link: (actor, id, participants) => link(parts, actor, id, participants),
    unlink: (actor, id, participant) => unlink(parts, actor, id, participant),
    findParticipants: (actor, text, limit) => findParticipants(parts, actor, text, limit),
    async subject(id) {
      const row = await store.subjectById(parts.db, id)
      return row ? { id: row.id, name: row.name, phone: row.phone } : null
    },
    participantsOf: async (ids) => (await store.linksOf(parts.db, ids)).map(({ participant }) => participant),
    names: () => store.allNames(parts.db),
    all: () => all(parts),
  }
}

async function all(parts: SubjectsParts): ReturnType<Subjects['all']> {
  const rows = await store.allSubjects(parts.db)
  const links = await store.allLinks(parts.db)
  const linked = Map.groupBy(links, ({ subject }) => subject)
  return rows.map(({ id, name }) => ({
    id,
    name,
    participants: (linked.get(id) ?? []).map((link) => link.participant),
  }))
}

async function find(parts: SubjectsParts, actor: PersonActor, text: string, limit: number): Promise<SubjectView[]> {
  return allowed(parts, actor, 'subject.find', null, async (_tx, draft) => {
    const rows = await store.findSubjects(parts.db, text.trim(), phoneDigits(text), limit)
    const ids = new Set(rows.map(({ id }) => id))
    for (const { no } of text.trim() === '' ? [] : await parts.participants.find(text.trim(), limit)) {
      const linked = await store.linkOf(parts.db, no)
      if (linked) ids.add(linked.subject)
    }
    draft.detail({ typed: text, found: ids.size })
    return viewsOf(parts, actor, ids.size === 0 ? [] : await store.subjectsByIds(parts.db, [...ids].slice(0, limit)))
  })
}

async function view(parts: SubjectsParts, actor: PersonActor, id: SubjectId): Promise<SubjectView> {
  return allowed(parts, actor, 'subject.view', null, async (_tx, draft) => {
    draft.detail({ subject: id })
    return oneView(parts, actor, await required(parts, id))
  })
}

async function add(
  parts: SubjectsParts,
  actor: PersonActor,
  subject: { readonly name: string; readonly phone?: string | null; readonly note: string },
): Promise<SubjectView> {
  const digits = subject.phone ? phoneDigits(subject.phone) : null
  if (digits !== null && !/^\d{5,15}$/.test(digits)) throw new Refusal('invalid', 'phone_invalid')
  const matching = digits === null ? [] : await withThisPhone(parts, digits)
  const row: store.SubjectRow = {
    id: newId<SubjectId>('sub'),
    name: subject.name,
    phone: subject.phone || null,
    phone_digits: digits,
    note: subject.note,
    created_at: parts.clock.now(),
  }
  await allowed(parts, actor, 'subject.manage', null, async (tx, draft) => {
    const other = digits === null ? undefined : await store.subjectByPhone(tx, digits)
    if (other) throw new Refusal('conflict', 'phone_taken', { subject: other.id })
    await store.addSubject(tx, row)
    const linked = await linkFree(tx, parts, row.id, matching)
    draft.detail({ subject: row.id, made: true, linked })
  })
  return oneView(parts, actor, row)
}

async function withThisPhone(parts: SubjectsParts, digits: string): Promise<ParticipantNo[]> {
  const found = await parts.participants.find(digits, 200)
  return found.filter(({ account }) => phoneDigits(account) === digits).map(({ no }) => no)
}

/** Links those that belong to nobody yet; answers which. */
async function linkFree(
  tx: Tx,
  parts: SubjectsParts,
  subject: SubjectId,
  participants: readonly ParticipantNo[],
): Promise<ParticipantNo[]> {
  const linked: ParticipantNo[] = []
  for (const participant of participants) {
    if (await store.linkOf(tx, participant)) continue
    await store.addLink(tx, { participant, subject, linked_at: parts.clock.now() })
    linked.push(participant)
  }
  return linked
}

async function link(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  participants: readonly ParticipantNo[],
): Promise<SubjectView> {
  const row = await required(parts, id)
  for (const no of participants) {
    const known = parts.participants.participant(no)
    if (!known) throw new Refusal('not_found', 'no_such_participant')
    // an agent's own account is nobody's customer: linking it would put all their conversations into one customer's scope
    if (await parts.personOf(known.platform, known.account)) throw new Refusal('conflict', 'participant_is_staff')
  }
  await allowed(parts, actor, 'subject.manage', null, async (tx, draft) => {
    for (const participant of participants) {
      const other = await store.linkOf(tx, participant)
      if (other && other.subject !== id) throw new Refusal('conflict', 'participant_taken', { subject: other.subject })
    }
    draft.detail({ subject: id, linked: await linkFree(tx, parts, id, participants) })
  })
  return oneView(parts, actor, row)
}

async function unlink(
  parts: SubjectsParts,
  actor: PersonActor,
  id: SubjectId,
  participant: ParticipantNo,
): Promise<SubjectView> {
  const row = await required(parts, id)
  await allowed(parts, actor, 'subject.manage', null, async (tx, draft) => {
    draft.detail({ subject: id, unlinked: participant })
    if (!(await store.dropLink(tx, id, participant))) throw new Refusal('not_found', 'no_such_participant')
  })
  return oneView(parts, actor, row)
}

async function findParticipants(
  parts: SubjectsParts,
  actor: PersonActor,
  text: string,
  limit: number,
): Promise<ParticipantView[]> {
  return allowed(parts, actor, 'participant.find', null, async (_tx, draft) => {
    const found = text.trim() === '' ? [] : await parts.participants.find(text.trim(), limit)
    draft.detail({ typed: text, found: found.length })
    return Promise.all(found.map(({ no }) => participantView(parts, actor, no)))
  })
}

/** Rights, the work and its act in one transaction; a refusal leaves its own act. */
async function allowed<A extends Action, R>(
  parts: SubjectsParts,
  actor: PersonActor,
  action: A,
  facts: FactsFor<A>,
  work: (tx: Tx, draft: ActDraft) => Promise<R>,
): Promise<R> {
  const { value } = await parts.recorder.perform({ actor, action }, async (tx, draft) => {
    requireAllowed(decide(actor, action, facts, parts.rules(), parts.clock.now()))
    return work(tx, draft)
  })
  return value
}

async function required(parts: SubjectsParts, id: SubjectId): Promise<store.SubjectRow> {
  const row = await store.subjectById(parts.db, id)
  if (!row) throw new Refusal('not_found', 'no_such_subject')
  return row
}

async function oneView(parts: SubjectsParts, actor: PersonActor, row: store.SubjectRow): Promise<SubjectView> {
  const links = await store.linksOf(parts.db, [row.id])
  const seesPhone = decide(actor, 'subject.see_phone', null, parts.rules(), parts.clock.now()).allowed
  return {
    id: row.id,
    name: row.name,
    phone: row.phone === null || seesPhone ? row.phone : maskedPhone(row.phone),
    note: row.note,
    participants: await Promise.all(links.map(({ participant }) => participantView(parts, actor, participant))),
    createdAt: row.created_at,
  }
}

async function viewsOf(
  parts: SubjectsParts,
  actor: PersonActor,
  rows: readonly store.SubjectRow[],
): Promise<SubjectView[]> {
  return Promise.all(rows.map((row) => oneView(parts, actor, row)))
}

async function participantView(parts: SubjectsParts, actor: PersonActor, no: ParticipantNo): Promise<ParticipantView> {
  const known = parts.participants.participant(no)
  if (!known) throw new Refusal('not_found', 'no_such_participant')
  const seesPhone = decide(actor, 'subject.see_phone', null, parts.rules(), parts.clock.now()).allowed
  return {
    no,
    platform: known.platform,
    account: seesPhone ? known.account : maskedPhone(known.account),
    name: maskedPhone(known.name),
    subjectId: (await store.linkOf(parts.db, no))?.subject ?? null,
    personId: await parts.personOf(known.platform, known.account),
    conversations: parts.participants.conversationCount(no),
  }
}
