import { readActs } from '#audit'
import { filterOf } from '../audit-filter.ts'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import { anchorsState, diskState, tlsState } from '../house-state.ts'
import {
  AuditInput,
  AuditPage,
  ConfirmKit,
  HouseStatus,
  KeysState,
  LedgerHead,
  RotateKeys,
  Setup,
} from '../schema/index.ts'

const audit = operation({
  id: 'audit/read',
  method: 'POST',
  path: '/audit',
  right: 'audit.read',
  says: 'Who did what: every act, allowed or refused.',
  body: AuditInput,
  answer: AuditPage,
  async handle(house, { body }, { actor }) {
    await house.recorder.record({ action: 'audit.read', actor })
    const { auditSigned } = await house.archive.status()
    const page = await readActs(house.db, filterOf(body), {
      cursor: body.cursor ?? null,
      limit: body.limit,
      ledgerSize: auditSigned,
    })
    const names = await house.identity.namesOf(
      [...page.acts.flatMap(({ byId, accountId }) => [byId, accountId]), ...page.perPerson.map(({ id }) => id)].filter(
        (id) => id !== null,
      ),
    )
    const numbers = await house.requests.numbersOf(
      page.acts.flatMap(({ permit, requestId }) => [permit, requestId]).filter((id) => id !== null),
    )
    const acts = page.acts.map(({ actor: kind, ...act }) => ({
      ...act,
      permitNumber: (act.permit !== null && numbers.get(act.permit)) || null,
      requestNumber: (act.requestId !== null && numbers.get(act.requestId)) || null,
      roles: [...act.roles],
      detail: { ...act.detail, ...(kind !== 'person' && { actor: kind }) },
      byName: act.byId === null ? null : (names.get(act.byId) ?? null),
      accountName: act.accountId === null ? null : (names.get(act.accountId) ?? null),
    }))
    const perDay = page.perDay.map((day) => ({ ...day }))
    const perPerson = page.perPerson.map((one) => ({ ...one, name: names.get(one.id) ?? null }))
    return { acts, next: page.next, perDay, perPerson }
  },
})

const status = operation({
  id: 'house/status',
  method: 'GET',
  path: '/house',
  right: 'house.read',
  says: 'Counts and ledger heads of the house; no content.',
  answer: HouseStatus,
  async handle(house) {
    const counts = house.archive.catalog.counts()
    const signed = await house.archive.status()
    const { searchable } = house.archive.catalog.indexed(house.search.indexPosition())
    return {
      records: counts.records,
      searchable,
      inLedger: signed.signed,
      conversations: counts.conversations,
      participants: counts.participants,
      segments: counts.segments,
      journal: counts.entries - counts.prunedTo,
      quarantined: await house.intake.quarantinedItems(),
      ledger: await house.headOf('evidence'),
      audit: await house.headOf('audit'),
      anchors: anchorsState(house),
      keys: await house.keyCare.state(),
      tls: tlsState(house),
      disk: await diskState(house),
    }
  },
})

const rotateKeys = operation({
  id: 'house/rotate-keys',
  method: 'POST',
  path: '/house/rotate-keys',
  right: 'house.rotate_keys',
  says: 'A new key for the register of keys; everything under it is wrapped anew while the house goes on.',
  body: RotateKeys,
  answer: KeysState,
  async handle(house, { body }, { actor }) {
    await house.keyCare.rotate(actor, body.because)
    return house.keyCare.state()
  },
})

const checkpoint = (which: 'evidence' | 'audit', path: string) =>
  operation({
    id: `${which}/checkpoint`,
    method: 'GET',
    path,
    right: 'ledger.read',
    says: `The signed size and root of the ${which} ledger, to keep somewhere else.`,
    answer: LedgerHead,
    handle: (house) => house.headOf(which),
  })

const setup = operation({
  id: 'setup/read',
  method: 'GET',
  path: '/setup',
  right: 'house.setup',
  says: 'Whether the recovery kit was confirmed; until then the kit itself.',
  answer: Setup,
  handle: (house, _input, { actor }) => setupOf(house, actor),
})

const confirmKit = operation({
  id: 'setup/confirm-kit',
  method: 'POST',
  path: '/setup/kit',
  right: 'house.setup',
  says: 'Type two groups of the printed kit back.',
  body: ConfirmKit,
  answer: Setup,
  async handle(house, { body }, { actor }) {
    await house.setup.confirm(actor, body.groups)
    return setupOf(house, actor)
  },
})

async function setupOf(house: House, actor: Parameters<House['setup']['kit']>[0]) {
  const kit = await house.setup.kit(actor)
  return {
    kitConfirmed: await house.setup.isConfirmed(),
    kit: kit && {
      houseId: kit.houseId,
      groups: [...kit.groups],
      made: house.clock.now(),
      keyringDigest: kit.keyringDigest,
    },
  }
}

export const oversightOperations = [
  audit,
  status,
  rotateKeys,
  checkpoint('evidence', '/ledger/checkpoint'),
  checkpoint('audit', '/audit/checkpoint'),
  setup,
  confirmKit,
]
