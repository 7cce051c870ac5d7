import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { type ExportId, type GrantId, Refusal } from '#base'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import { CopyDestroyed, ExportView, Id, NewExport, PackagePassword } from '../schema/index.ts'

const ById = z.object({ id: Id })

const prepare = operation({
  id: 'exports/prepare',
  method: 'POST',
  path: '/exports',
  right: 'export.ask',
  says: 'As executor: prepare the export of a grant; it waits for the monitor.',
  body: NewExport,
  answer: ExportView,
  handle: (house, { body }, { actor }) => house.exports.prepare(actor, { ...body, grantId: body.grantId as GrantId }), // looked up there
})

const list = operation({
  id: 'exports/list',
  method: 'GET',
  path: '/exports',
  right: 'export.read',
  says: 'Exports that this person has to do with, newest first.',
  answer: z.object({ exports: z.array(ExportView) }),
  handle: async (house, _input, { actor }) => ({ exports: await house.exports.list(actor) }),
})

const view = operation({
  id: 'exports/view',
  method: 'GET',
  path: '/exports/:id',
  right: 'export.read',
  says: 'One export: state, progress, figures.',
  params: ById,
  answer: ExportView,
  handle: (house, { params }, { actor }) => house.exports.view(actor, params.id as ExportId), // looked up there
})

const act = (
  verb: 'confirm' | 'decline' | 'retry',
  right: 'export.confirm' | 'export.decline' | 'export.retry',
  says: string,
) =>
  operation({
    id: `exports/${verb}`,
    method: 'POST',
    path: `/exports/:id/${verb}`,
    right,
    says,
    params: ById,
    answer: ExportView,
    handle: (house, { params }, { actor }) => house.exports[verb](actor, params.id as ExportId), // looked up there
  })

const file = (which: 'package' | 'verifier', type: string, says: string) =>
  operation({
    id: `exports/${which}`,
    method: 'GET',
    path: `/exports/:id/${which}`,
    right: which === 'package' ? 'export.download' : 'export.read',
    says,
    params: ById,
    async handle(house, { params }, { actor }, { reply }) {
      const id = params.id as ExportId // looked up there
      const handed =
        which === 'package' ? await house.exports.download(actor, id) : await house.exports.verifier(actor, id)
      reply.header('content-type', type).header('content-length', handed.bytes)
      reply.header('content-disposition', `attachment; filename="${handed.fileName}"`)
      return reply.send(
        which === 'package' ? Readable.from(whileReleased(house, id, handed.path)) : createReadStream(handed.path),
      )
    },
  })

/** A grant that ends while its package is on its way ends the download too. */
async function* whileReleased(house: House, id: ExportId, path: string): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    if (!(await house.exports.isReleased(id))) throw new Refusal('forbidden', 'not_released')
    yield piece
  }
}

const password = operation({
  id: 'exports/password',
  method: 'POST',
  path: '/exports/:id/password',
  right: 'export.password',
  says: 'As recipient: the password of the package.',
  params: ById,
  answer: PackagePassword,
  handle: async (house, { params }, { actor }) => ({
    password: await house.exports.password(actor, params.id as ExportId),
  }), // looked up there
})

const destroyCopy = operation({
  id: 'exports/destroy-copy',
  method: 'POST',
  path: '/exports/:id/copies/:no/destroyed',
  right: 'export.destroy_copy',
  says: 'Enter that a copy is destroyed, and how.',
  params: z.object({ id: Id, no: z.coerce.number().int().min(1) }),
  body: CopyDestroyed,
  answer: ExportView,
  handle: (house, { params, body }, { actor }) =>
    house.exports.destroyCopy(actor, params.id as ExportId, params.no, body.method), // looked up there
})

const destroy = operation({
  id: 'exports/destroy',
  method: 'POST',
  path: '/exports/:id/destroy',
  right: 'export.destroy',
  says: 'Remove a package before its time; copies that are out stay to be asked for.',
  params: ById,
  answer: ExportView,
  handle: (house, { params }, { actor }) => house.exports.destroy(actor, params.id as ExportId), // looked up there
})

export const exportOperations = [
  prepare,
  list,
  view,
  act('confirm', 'export.confirm', 'As monitor, present: let the export run.'),
  act('decline', 'export.decline', 'Call a prepared export off.'),
  act('retry', 'export.retry', 'Prepare a failed export again.'),
  file('package', 'application/zip', 'The encrypted package.'),
  file('verifier', 'text/html; charset=utf-8', 'The offline verifier page that goes with the package.'),
  password,
  destroyCopy,
  destroy,
]
