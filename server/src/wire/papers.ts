import { readFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import type { PersonActor } from '#access'
import type { Anchors } from '#anchors'
import type { Archive } from '#archive'
import { archiveFiles } from '#archive'
import { readActs } from '#audit'
import type { RequestId } from '#base'
import type { Exports } from '#evidence'
import type { Identity } from '#identity'
import { openLedgerReader } from '#ledger'
import type { ExportFacts, PapersParts, RequestFacts, Step } from '#papers'
import { signer } from '#platform/keys'
import type { Requests, RequestView } from '#requests'
import { maskedContacts } from '#subjects'
import type { Building } from './parts.ts'

// What papers are made of: each fact comes from the room that has it, seen through the rights of the person who asks.

const VERSION = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version // our own file

interface ForPapers {
  readonly anchors: Anchors
  readonly archive: Archive
  readonly identity: Identity
  readonly requests: Requests
  readonly exports: Exports
}

export function papersParts(building: Building, rooms: ForPapers): PapersParts {
  const { config, name, db, keyring, clock, recorder, rules } = building
  const { anchors, archive, identity, requests, exports } = rooms
  const { verifierKey, name: origin } = signer(keyring, 'evidence')
  return {
    house: config.house,
    houseName: name,
    phone: config.officialPhone,
    verifierKey,
    db,
    clock,
    recorder,
    rules,
    tool: `Cunzhen 存真 ${VERSION}`,
    environment: `Node ${process.versions.node}, ${process.platform} ${release()}, ${process.arch}`,
    checkpoint: async () => {
      const head = openLedgerReader(archiveFiles(config.house).ledger, verifierKey).head()
      return `${origin} ${head.size} ${Buffer.from(head.root).toString('base64')}`
    },
    authorityName: (id) => anchors.status().authorities.find((each) => each.id === id)?.name ?? id,
    requestFacts: (actor, id) => requestFacts(rooms, actor, id),
    exportFacts: async (actor, id): Promise<ExportFacts> => {
      const view = await exports.view(actor, id)
      const { requestId } = await requests.readGrant(view.grantId)
      return { ...view, ...(await exports.handover(actor, id)), requestId }
    },
    stepsOf: (id) => stepsOf(building, identity, id),
    namesOf: (ids) => identity.namesOf(ids),
    appendStatement: (key, salt, statement) =>
      archive.journal.appendStatement({ type: 'export', key, salt, statement }),
  }
}

async function requestFacts(
  { requests, archive }: ForPapers,
  actor: PersonActor,
  id: RequestId,
): Promise<RequestFacts> {
  const view = await requests.view(actor, id)
  const grant = view.grantId === null ? null : await requests.readGrant(view.grantId)
  const conversations = conversationsOf(archive, view, grant !== null)
  // some papers go to a court or to another customer, and a case may be called by somebody's number
  return { ...view, caseNo: maskedContacts(view.caseNo), conversations, grantNumber: grant?.number ?? null }
}

/** A scope of more conversations than these is told by its number. */
const MOST_CONVERSATIONS = 500

/** Which conversations somebody takes part in is nobody's to know before the grant. */
function conversationsOf(
  { catalog }: Archive,
  { people, conversations }: Pick<RequestView, 'people' | 'conversations'>,
  isGranted: boolean,
): RequestFacts['conversations'] {
  const by = people.length === 0 ? 'named' : isGranted ? 'resolved' : 'hidden'
  const named = conversations.map(({ no }) => no)
  const taken = by === 'resolved' ? catalog.conversationsOf(people.map(({ no }) => no)) : []
  const all = [...new Set([...named, ...taken])].sort((a, b) => a - b)
  const listed = all.slice(0, MOST_CONVERSATIONS).map((no) => {
    const { platform = '', id = '', title = '' } = catalog.conversation(no) ?? {}
    return { no, platform, id: maskedContacts(id), title: maskedContacts(title) }
  })
  return { by, all: all.length, listed }
}

/** A request of more acts than these has a log of its own in the audit; the paper then holds the newest. */
const MOST_STEPS = 1000

async function stepsOf({ db }: Building, identity: Identity, request: RequestId): Promise<Step[]> {
  const found = []
  for (let cursor: string | null = null; found.length < MOST_STEPS; ) {
    const page: Awaited<ReturnType<typeof readActs>> = await readActs(
      db,
      { request },
      { cursor, limit: 200, ledgerSize: 0 },
    )
    found.push(...page.acts)
    cursor = page.next
    if (cursor === null) break
  }
  const names = await identity.namesOf([...new Set(found.flatMap(({ byId }) => byId ?? []))])
  return found.reverse().map((act) => ({
    at: act.at,
    action: act.action,
    byName: act.byId === null ? act.actor : (names.get(act.byId) ?? ''),
    outcome: act.outcome,
    reason: act.reason,
    detail: act.detail,
  }))
}
