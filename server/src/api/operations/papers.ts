import { z } from 'zod'
import type { ExportId, RequestId } from '#base'
import type { PaperAbout as About, PaperId, NewPaper as Wanted } from '#papers'
import { operation } from '../contract.ts'
import { Id, NewPaper, PapersOf, PaperView } from '../schema/index.ts'

const ById = z.object({ id: Id })

/** Ids are looked up there. */
function aboutOf(about: { request: string } | { export: string }): About {
  return 'request' in about ? { request: about.request as RequestId } : { export: about.export as ExportId }
}

/** Four photographs in base64, and what is typed. */
const WITH_PHOTOS = 6 * 1024 * 1024

function wantedOf(body: z.output<typeof NewPaper>): Wanted {
  const photos = body.photos.map((photo) => new Uint8Array(Buffer.from(photo, 'base64')))
  return { ...body, about: aboutOf(body.about), photos }
}

const ofRequest = operation({
  id: 'papers/of-request',
  method: 'GET',
  path: '/requests/:id/papers',
  right: 'paper.read',
  says: 'Papers about a request, newest first, and those that this person may issue.',
  params: ById,
  answer: PapersOf,
  handle: async (house, { params }, { actor }) =>
    mutable(await house.papers.list(actor, aboutOf({ request: params.id }))),
})

const ofExport = operation({
  id: 'papers/of-export',
  method: 'GET',
  path: '/exports/:id/papers',
  right: 'paper.read',
  says: 'Papers about an export, newest first, and those that this person may issue.',
  params: ById,
  answer: PapersOf,
  handle: async (house, { params }, { actor }) =>
    mutable(await house.papers.list(actor, aboutOf({ export: params.id }))),
})

const mutable = ({ papers, may }: Awaited<ReturnType<import('#papers').Papers['list']>>) => ({
  papers: [...papers],
  may: [...may],
})

const issue = operation({
  id: 'papers/issue',
  method: 'POST',
  path: '/papers',
  right: 'paper.issue',
  says: 'Make a paper out of what the house knows: numbered, filed, its digest in the ledger.',
  body: NewPaper,
  answer: PaperView,
  bodyLimit: WITH_PHOTOS,
  handle: (house, { body }, { actor }) => house.papers.issue(actor, wantedOf(body)),
})

const preview = operation({
  id: 'papers/preview',
  method: 'POST',
  path: '/papers/preview',
  right: 'paper.preview',
  says: 'The paper as it would be, as a PDF marked as a draft: numbered and filed nowhere.',
  body: NewPaper,
  bodyLimit: WITH_PHOTOS,
  async handle(house, { body }, { actor }, { reply }) {
    const pdf = await house.papers.preview(actor, wantedOf(body))
    reply.header('content-type', 'application/pdf').header('content-length', pdf.length)
    reply.header('content-disposition', 'inline').header('x-content-type-options', 'nosniff')
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    return reply.send(Buffer.from(pdf))
  },
})

const file = operation({
  id: 'papers/file',
  method: 'GET',
  path: '/papers/:id/file',
  right: 'paper.download',
  says: 'The paper as PDF/A-2b.',
  params: ById,
  async handle(house, { params }, { actor }, { reply }) {
    const { pdf, fileName } = await house.papers.open(actor, params.id as PaperId) // looked up there
    reply.header('content-type', 'application/pdf').header('content-length', pdf.length)
    reply.header('content-disposition', `attachment; filename="${fileName}"`)
    return reply.send(Buffer.from(pdf))
  },
})

export const paperOperations = [ofRequest, ofExport, issue, preview, file]
