import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { grantsQuery, meQuery } from './api/queries.ts'
import type { Me, Verdict } from './wire.ts'

/** Who is signed in. Only inside the house (the layout route has loaded it). */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** The server's verdict on an act for this person, by role; a thing's own verdicts (`can` on a request) go before it. */
export function useVerdict(act: string): Verdict | undefined {
  return useMe().can[act]
}

/** Number of running grants of this person, for the rail. */
export function useRunningGrants(): number {
  const me = useMe()
  const grants = useQuery({ ...grantsQuery, enabled: me.can['grant.list']?.allowed ?? false })
  return grants.data?.filter((grant) => grant.holderId === me.person.id && grant.state === 'running').length ?? 0
}
