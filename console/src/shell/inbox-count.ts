import { useQuery } from '@tanstack/react-query'
import { requestsQuery } from '../api/queries.ts'
import { useMe } from '../session.ts'
import { may } from './rooms.ts'

/** How many requests wait for this person's decision. */
export function useInboxCount(): number {
  const decides = may(useMe(), 'request.decide')
  const inbox = useQuery({ ...requestsQuery('inbox'), enabled: decides })
  return inbox.data?.requests.length ?? 0
}
