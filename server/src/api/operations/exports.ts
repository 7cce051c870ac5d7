import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { type ExportId, type GrantId, Refusal } from '#base'
import type { AlarmId, HandedFile } from '#evidence'
import { sheetPassword } from '#evidence'
import { bodyOf } from '../body.ts'
import { operation } from '../contract.ts'
import type { House } from '../house.ts'
import {
  AlarmReport,
  AlarmView,
  CopyDestroyed,
  ExportList,
  ExportPreview,
  ExportView,
  FiledReport,
  Id,
  NewExport,
  PackagePassword,
  PaperOriginal,
  PreviewAsked,
  PreviewPages,
  Reasoned,
  Released,
  SecondApproval,
} from '../schema/index.ts'

const ById = z.object({ id: Id })

const prepare = operation({
  id: 'exports/prepare',
  method: 'POST',
  path: '/exports',
  right: 'session', // the room itself says no, and knows what was tried: an attempt at a bulk export is an alarm
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
  answer: ExportList,
  handle: async (house, _input, { actor }) => ({
    exports: await house.exports.list(actor),
    released: await house.exports.judged(),
  }),
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
  verb: 'confirm' | 'decline' | 'cancel' | 'retry',
  right: 'export.confirm' | 'export.decline' | 'export.cancel' | 'export.retry',
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
        which === 'package' ? Readable.from(whileReleased(house, id, handed)) : createReadStream(handed.path),
      )
    },
  })

/**
 * A grant that ends or a release that is taken back while the package is on its way ends the download too. The last piece goes
 * only once all of them were the bytes that were released.
 */
async function* whileReleased(house: House, id: ExportId, { path, sha256 }: HandedFile): AsyncGenerator<Buffer> {
  const sum = createHash('sha256')
  let last: Buffer | null = null
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    if (!(await house.exports.isReleased(id))) throw new Refusal('forbidden', 'not_released')
    sum.update(piece)
    if (last !== null) yield last
    last = piece
  }
  if (sum.digest('hex') !== sha256) {
    await house.exports.changedUnderWay(id)
    throw new Refusal('conflict', 'package_changed')
  }
  if (!(await house.exports.isReleased(id))) throw new Refusal('forbidden', 'not_released')
  if (last !== null) yield last
}

const password = operation({
  id: 'exports/password',
  method: 'POST',
  path: '/exports/:id/password',
  right: 'export.password',
  says: 'As recipient: the password of the package.',
  params: ById,
  answer: PackagePassword,
  async handle(house, { params }, { actor }) {
    const id = params.id as ExportId // looked up there
    const password = await house.exports.password(actor, id)
    const { formats } = await house.exports.view(actor, id)
    return { password, sheet: formats.includes('xlsx_locked') ? sheetPassword(password) : null }
  },
})

const preview = operation({
  id: 'exports/preview',
  method: 'POST',
  path: '/exports/:id/preview',
  right: 'export.preview',
  says: 'A page of a file of the finished package, out of the package itself, with its digest: before a release or a second approval.',
  params: ById,
  body: PreviewAsked,
  answer: ExportPreview,
  async handle(house, { params, body }, { actor }) {
    const page = await house.exports.preview(actor, params.id as ExportId, body) // looked up there
    return {
      ...page,
      files: [...page.files],
      headings: [...page.headings],
      rows: page.rows.map((row) => [...row]),
    }
  },
})

const previewPages = operation({
  id: 'exports/preview-pages',
  method: 'POST',
  path: '/exports/:id/preview/pages',
  right: 'export.preview',
  says: 'A PDF of the finished package, out of the package itself, to be drawn and not kept.',
  params: ById,
  body: PreviewPages,
  async handle(house, { params, body }, { actor }, { reply }) {
    const id = params.id as ExportId // looked up there
    const { size, bytes, close, sha256, fileSha256 } = await house.exports.previewPages(actor, id, body.file)
    reply.header('content-type', 'application/pdf').header('content-length', size)
    reply.header('content-disposition', 'inline')
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    reply.header('x-content-type-options', 'nosniff')
    reply.header('cross-origin-resource-policy', 'same-origin')
    // of the package that it was read out of; and of the file, as the signed manifest has it (RFC 9530)
    reply.header('x-cunzhen-package', sha256)
    if (fileSha256 !== null)
      reply.header('repr-digest', `sha-256=:${Buffer.from(fileSha256, 'hex').toString('base64')}:`)
    return reply.send(bodyOf(bytes, close))
  },
})

const release = operation({
  id: 'exports/release',
  method: 'POST',
  path: '/exports/:id/release',
  right: 'export.release',
  says: 'As legal counsel: release exactly the bytes of this digest, once the checklist is complete.',
  params: ById,
  body: Released,
  answer: ExportView,
  handle: (house, { params, body }, { actor }) => house.exports.release(actor, params.id as ExportId, body.sha256), // looked up there
})

const second = operation({
  id: 'exports/second',
  method: 'POST',
  path: '/exports/:id/second',
  right: 'export.second',
  says: 'The second approval of a bulk export, by another person than counsel, over the same digest.',
  params: ById,
  body: SecondApproval,
  answer: ExportView,
  handle: (house, { params, body }, { actor }) => house.exports.approveSecond(actor, params.id as ExportId, body), // looked up there
})

const reasoned = (
  id: 'refuse' | 'withdraw' | 'reason',
  verb: 'refuse' | 'withdraw' | 'stateReason',
  right: 'export.refuse' | 'export.withdraw' | 'export.reason',
  says: string,
) =>
  operation({
    id: `exports/${id}`,
    method: 'POST',
    path: `/exports/:id/${id}`,
    right,
    says,
    params: ById,
    body: Reasoned,
    answer: ExportView,
    handle: (house, { params, body }, { actor }) => house.exports[verb](actor, params.id as ExportId, body.reason), // looked up there
  })

const original = operation({
  id: 'exports/original',
  method: 'POST',
  path: '/exports/:id/originals',
  right: 'export.original',
  says: 'As executor or monitor: enter a paper original that stands for an item of the checklist.',
  params: ById,
  body: PaperOriginal,
  answer: ExportView,
  handle: (house, { params, body }, { actor }) => house.exports.registerOriginal(actor, params.id as ExportId, body), // looked up there
})

const alarms = operation({
  id: 'alarms/list',
  method: 'GET',
  path: '/alarms',
  right: 'alarm.read',
  says: 'Exports that were tried by who may not, newest first; for those whom the pack names.',
  answer: z.object({ alarms: z.array(AlarmView) }),
  handle: async (house, _input, { actor }) => ({ alarms: await house.exports.alarms(actor) }),
})

const alarm = operation({
  id: 'alarms/view',
  method: 'GET',
  path: '/alarms/:id',
  right: 'alarm.read',
  says: 'One alarm with what the person did in the day before it. Looking is an act.',
  params: ById,
  answer: AlarmReport,
  handle: (house, { params }, { actor }) => house.exports.alarm(actor, params.id as AlarmId), // looked up there
})

const report = operation({
  id: 'alarms/report',
  method: 'POST',
  path: '/alarms/:id/report',
  right: 'alarm.report',
  says: 'File the report on an alarm: how it came about and what was done.',
  params: ById,
  body: FiledReport,
  answer: AlarmReport,
  handle: (house, { params, body }, { actor }) => house.exports.reportAlarm(actor, params.id as AlarmId, body), // looked up there
})

const destroyCopy = operation({
  id: 'exports/destroy-copy',
  method: 'POST',
  path: '/exports/:id/copies/:no/destroyed',
  right: 'export.destroy_copy',
  says: 'Enter that a copy is destroyed, and how; where the pack asks for two people, another confirms it.',
  params: z.object({ id: Id, no: z.coerce.number().int().min(1) }),
  body: CopyDestroyed,
  answer: ExportView,
  handle: (house, { params, body }, { actor }) =>
    house.exports.destroyCopy(actor, params.id as ExportId, params.no, body.method), // looked up there
})

const copyAct = (id: 'confirm' | 'reopen', says: string) =>
  operation({
    id: `exports/${id}-copy`,
    method: 'POST',
    path: `/exports/:id/copies/:no/${id}`,
    right: `export.${id}_copy`,
    says,
    params: z.object({ id: Id, no: z.coerce.number().int().min(1) }),
    answer: ExportView,
    handle: (house, { params }, { actor }) => house.exports[`${id}Copy`](actor, params.id as ExportId, params.no), // looked up there
  })

const removalAct = (id: 'confirm-destroy' | 'keep', says: string) =>
  operation({
    id: `exports/${id}`,
    method: 'POST',
    path: id === 'keep' ? '/exports/:id/keep' : '/exports/:id/destroy/confirm',
    right: id === 'keep' ? 'export.keep' : 'export.confirm_destroy',
    says,
    params: ById,
    answer: ExportView,
    handle: (house, { params }, { actor }) =>
      house.exports[id === 'keep' ? 'keep' : 'confirmDestroy'](actor, params.id as ExportId), // looked up there
  })

const destroy = operation({
  id: 'exports/destroy',
  method: 'POST',
  path: '/exports/:id/destroy',
  right: 'export.destroy',
  says: 'Ask for the removal of a package before its time (removes it, where the pack asks for one person); copies that are out stay.',
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
  act('cancel', 'export.cancel', 'End an export that runs; nothing of it is left.'),
  act('retry', 'export.retry', 'Prepare a failed export again.'),
  file('package', 'application/zip', 'The encrypted package.'),
  file('verifier', 'text/html; charset=utf-8', 'The offline verifier page that goes with the package.'),
  password,
  preview,
  previewPages,
  release,
  second,
  reasoned('refuse', 'refuse', 'export.refuse', 'As legal counsel: say no. File and password go.'),
  reasoned('withdraw', 'withdraw', 'export.withdraw', 'Take a release back; downloads under way are cut off.'),
  reasoned('reason', 'stateReason', 'export.reason', 'As requester or executor: why so much of it is needed.'),
  original,
  destroyCopy,
  copyAct('confirm', 'As another than who entered it: confirm that a copy is destroyed.'),
  copyAct('reopen', 'Say no to what was entered of a copy, or take one’s own entry back: it is asked for again.'),
  destroy,
  removalAct('confirm-destroy', 'As another than who asked: remove the package.'),
  removalAct('keep', 'Say no to the removal of a package, or take one’s own back.'),
  alarms,
  alarm,
  report,
]
