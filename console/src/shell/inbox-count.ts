import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { alarmsQuery, exportsQuery, requestsQuery } from '../api/queries.ts'
import { useMe } from '../session.ts'
import type { ExportView, Verdict } from '../wire.ts'
import { may } from './rooms.ts'

/** How many requests wait for this person's decision. */
export function useInboxCount(): number {
  const decides = may(useMe(), 'request.decide')
  const inbox = useInfiniteQuery({ ...requestsQuery('inbox'), enabled: decides })
  return inbox.data?.pages.reduce((sum, page) => sum + page.requests.length, 0) ?? 0
}

/** What a finished package waits for from this person; null: nothing. */
export function waitsFor({ state, can }: Pick<ExportView, 'state' | 'can'>): 'second' | 'release' | null {
  if (state !== 'awaiting_release') return null
  if (isMine(can.second)) return 'second'
  return isMine(can.release) ? 'release' : null
}

/** Theirs to say, now or once they have looked and the checklist is whole. */
function isMine(verdict: Verdict | undefined): boolean {
  const isClose = ['step_up_needed', 'preview_needed', 'checklist_incomplete'].includes(verdict?.reason ?? '')
  return verdict !== undefined && (verdict.allowed || isClose)
}

/** How many packages wait for this person's yes. */
export function useWaitingExports(): number {
  const me = useMe()
  const decides = may(me, 'export.release') || may(me, 'export.second')
  const list = useQuery({ ...exportsQuery, enabled: decides })
  return decides ? (list.data?.exports.filter((row) => waitsFor(row) !== null).length ?? 0) : 0
}

/** How many alarms wait for their report. */
export function useOpenAlarms(): number {
  const isShown = may(useMe(), 'alarm.read')
  const alarms = useQuery({ ...alarmsQuery, enabled: isShown })
  return isShown ? (alarms.data?.filter(({ reportedAt }) => reportedAt === null).length ?? 0) : 0
}
