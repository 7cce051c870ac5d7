import { z } from 'zod'
import { decide, requireAllowed } from '#access'
import type { ImportId, QuarantineId } from '#base'
import { operation } from '../contract.ts'
import {
  Id,
  Import,
  OpenedQuarantine,
  OpenQuarantined,
  Quarantined,
  QuarantineFilter,
  Reread,
} from '../schema/index.ts'
import { showUnread } from '../unread.ts'

const ById = z.object({ id: Id })
const WINDOW = 4096
/** Read around the window, so that what the masks look for is not cut by it. */
const AROUND = 256

const list = operation({
  id: 'intake/quarantine',
  method: 'GET',
  path: '/intake/imports/:id/quarantine',
  right: 'intake.read',
  says: 'What an import could not read: place, size and reason; never the bytes.',
  params: ById,
  query: QuarantineFilter,
  answer: z.object({ quarantined: z.array(Quarantined) }),
  async handle(house, { params, query }) {
    const { reason, state, after, limit } = query
    const open = state === undefined ? null : state === 'open'
    const filter = { reason: reason ?? null, open, after: (after as QuarantineId | undefined) ?? null, limit } // an unknown one is before all
    return { quarantined: await house.intake.quarantined(params.id as ImportId, filter) } // looked up there
  },
})

const open = operation({
  id: 'intake/open-quarantined',
  method: 'POST',
  path: '/intake/quarantine/:id/open',
  right: 'intake.open_quarantined',
  says: 'Four KiB of what could not be read, masked, as text and as bytes. Content: an act, and a fresh second factor.',
  params: ById,
  body: OpenQuarantined,
  answer: OpenedQuarantine,
  async handle(house, { params, body }, { actor }) {
    const id = params.id as QuarantineId // looked up on the next line
    const about = { action: 'intake.open_quarantined', actor, permit: id } as const
    // the act is on disk before a byte is read; a refused attempt is one too
    const { value: span, receipt } = await house.recorder.perform(about, async (_tx, draft) => {
      draft.detail({ at: body.at })
      requireAllowed(decide(actor, 'intake.open_quarantined', null, house.policy(), house.clock.now()))
      const found = await house.intake.quarantinedSpan(id)
      draft.detail({ import: found.importId })
      return found
    })
    const start = Math.max(0, body.at - AROUND)
    const bytes = await house.intake.readQuarantined(id, receipt, start, body.at - start + WINDOW + AROUND)
    const from = Math.min(body.at - start, bytes.length)
    const to = Math.min(from + WINDOW, bytes.length)
    const shown = showUnread(bytes, from, to, body.at, await house.screen.rosterOfHouse())
    return { span, at: body.at, bytes: to - from, ...shown }
  },
})

const rerun = operation({
  id: 'intake/rerun',
  method: 'POST',
  path: '/intake/quarantine/rerun',
  right: 'intake.reread',
  says: 'Read an import’s quarantine again with today’s importers; the answer is the import that does it.',
  body: Reread,
  answer: Import,
  async handle(house, { body }, { actor }) {
    const { reason = null, format = null, mapping = null, zone = null } = body
    const how = { ...(format !== null && { format, mapping }), ...(zone !== null && { zone }) }
    const id = await house.intake.control.reread(body.importId as ImportId, { reason }, how, actor) // looked up there
    return house.intake.importStatus(id)
  },
})

export const quarantineOperations = [list, open, rerun]
