import { z } from 'zod'
import type { ConnectorId } from '#base'
import type { ConnectorView } from '#connectors'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import {
  Connector,
  ConnectorMade,
  ConnectorsStatus,
  DisableConnector,
  EditConnector,
  Id,
  NewConnector,
  WatchedFile,
} from '../schema/index.ts'

const ById = z.object({ id: Id })

function shown(house: House, connector: ConnectorView): z.input<typeof Connector> {
  return { ...connector, address: addressOf(house, connector) }
}

/** No secret stands in it: a vendor's request proves itself by its signature. */
function addressOf(house: House, { id, kind }: ConnectorView): string | null {
  if (kind === 'folder') return null
  return `${house.config.origin}/api/intake/${kind === 'http' ? 'batches' : `hooks/${id}`}`
}

const list = operation({
  id: 'connectors/list',
  method: 'GET',
  path: '/connectors',
  right: 'connector.read',
  says: 'What sends messages by itself; never a key or a secret.',
  answer: z.object({ connectors: z.array(Connector) }),
  handle: async (house) => ({ connectors: house.connectors.list().map((one) => shown(house, one)) }),
})

const status = operation({
  id: 'connectors/status',
  method: 'GET',
  path: '/connectors/status',
  right: 'connector.read',
  says: 'Of each connector: last arrival, counts of today, lag, gaps, silence.',
  answer: ConnectorsStatus,
  handle: async (house) => ({
    connectors: house.connectors
      .status()
      .map((one) => ({ ...one, today: { ...one.today }, gaps: one.gaps.map((gap) => ({ ...gap })) })),
    waiting: house.connectors.waiting(),
  }),
})

const create = operation({
  id: 'connectors/create',
  method: 'POST',
  path: '/connectors',
  right: 'connector.manage',
  says: 'Make a connector; the API key of kind http is in this answer and nowhere else.',
  body: NewConnector,
  answer: ConnectorMade,
  async handle(house, { body }, { actor }) {
    const { secrets, ...input } = body
    const { connector, key } = await house.connectors.create(actor, { ...input, ...(secrets && { secrets }) })
    return { connector: shown(house, connector), key }
  },
})

const edit = operation({
  id: 'connectors/edit',
  method: 'PATCH',
  path: '/connectors/:id',
  right: 'connector.manage',
  says: 'Change name, secrets or hours; what is absent stays, secrets are replaced as a whole.',
  params: ById,
  body: EditConnector,
  answer: Connector,
  async handle(house, { params, body: { name, secrets, silenceHours } }, { actor }) {
    const change = {
      ...(name !== undefined && { name }),
      ...(secrets && { secrets }),
      ...(silenceHours !== undefined && { silenceHours }),
    }
    return shown(house, await house.connectors.edit(actor, params.id as ConnectorId, change)) // looked up there
  },
})

const rotate = operation({
  id: 'connectors/rotate',
  method: 'POST',
  path: '/connectors/:id/key',
  right: 'connector.manage',
  says: 'A new API key, shown once; the old one stops at once.',
  params: ById,
  answer: ConnectorMade,
  async handle(house, { params }, { actor }) {
    const { connector, key } = await house.connectors.rotate(actor, params.id as ConnectorId) // looked up there
    return { connector: shown(house, connector), key }
  },
})

const disable = operation({
  id: 'connectors/disable',
  method: 'POST',
  path: '/connectors/:id/disable',
  right: 'connector.manage',
  says: 'Take nothing more from a connector; the reason goes into the audit.',
  params: ById,
  body: DisableConnector,
  answer: Connector,
  handle: async (house, { params, body }, { actor }) =>
    shown(house, await house.connectors.disable(actor, params.id as ConnectorId, body.reason)), // looked up there
})

const enable = operation({
  id: 'connectors/enable',
  method: 'POST',
  path: '/connectors/:id/enable',
  right: 'connector.manage',
  says: 'Take from a connector again; its silence counts from now.',
  params: ById,
  answer: Connector,
  handle: async (house, { params }, { actor }) =>
    shown(house, await house.connectors.enable(actor, params.id as ConnectorId)), // looked up there
})

const files = operation({
  id: 'connectors/files',
  method: 'GET',
  path: '/connectors/:id/files',
  right: 'connector.read',
  says: 'What a folder connector has read, newest first.',
  params: ById,
  answer: z.object({ files: z.array(WatchedFile) }),
  handle: async (house, { params }) => ({ files: await house.connectors.files(params.id as ConnectorId) }), // looked up there
})

export const connectorOperations = [list, status, create, edit, rotate, disable, enable, files]
