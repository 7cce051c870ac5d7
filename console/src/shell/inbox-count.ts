import { useInfiniteQuery } from '@tanstack/react-query'
import { requestsQuery } from '../api/queries.ts'
import { useMe } from '../session.ts'
import { may } from './rooms.ts'

/** How many requests wait for this person's decision. */
export function useInboxCount(): number {
  const decides = may(useMe(), 'request.decide')
  const inbox = useInfiniteQuery({ ...requestsQuery('inbox'), enabled: decides })
  return inbox.data?.pages.reduce((sum, page) => sum + page.requests.length, 0) ?? 0
}
