import type { ExportPreview, ExportView } from '@cunzhen/server/wire-types'
import type { z } from 'zod'
import type { ApiClient } from './client.ts'

type Export = z.output<typeof ExportView>

/** What the demo and tests say where a person would give a reason of their own. */
const REASON = '投诉涉及全部往来，须整体核对'
const PAPER = { number: 'F-0915-01', place: '法务档案柜 3 号' }

/**
 * From a finished package to a released one, each step by who must: paper originals where nothing was filed, the reason and the
 * second approval where it is bulk, counsel's look and yes.
 */
export async function releaseExport(
  clientOf: (role: string) => ApiClient,
  id: string,
  tell: (step: string, figures?: string) => void = () => undefined,
): Promise<Export> {
  const path = `/api/exports/${id}`
  const executor = clientOf('executor')
  let view = await executor.get<Export>(path)
  const isMissing = (key: Export['checklist'][number]['key']) =>
    view.checklist.some((item) => item.key === key && item.state === 'missing')
  for (const item of ['scope_to_conversation_id', 'sealed_medium_record'] as const)
    if (isMissing(item)) view = await executor.post<Export>(`${path}/originals`, { item, ...PAPER })
  if (isMissing('bulk_reason')) {
    view = await executor.post<Export>(`${path}/reason`, { reason: REASON })
    tell('the executor says why so much of it is needed', `${view.rows} rows, over ${view.weight?.over}`)
  }
  if (isMissing('bulk_second')) {
    const { sha256 } = await look(clientOf('data_security'), path)
    view = await clientOf('data_security').post<Export>(`${path}/second`, { sha256, reason: REASON })
    tell('data security looks at the package and approves as second', `SHA-256 ${sha256.slice(0, 12)}`)
  }
  const { sha256 } = await look(clientOf('legal'), path)
  view = await clientOf('legal').post<Export>(`${path}/release`, { sha256 })
  const done = view.checklist.filter(({ state }) => state !== 'missing').length
  tell(
    'legal counsel looks at the package and releases it',
    `${done} of ${view.checklist.length} items, SHA-256 ${sha256.slice(0, 12)}`,
  )
  return view
}

function look(client: ApiClient, path: string): Promise<z.output<typeof ExportPreview>> {
  return client.post<z.output<typeof ExportPreview>>(`${path}/preview`, { from: 0 })
}
