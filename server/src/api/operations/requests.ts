import { z } from 'zod'
import type { GrantId, RequestId } from '#base'
import type { RequestView as RoomView } from '#requests'
import { operation } from '../contract.ts'
import { Box, Decide, Grant, Id, NewRequest, RequestList, RequestView, RevokeGrant } from '../schema/index.ts'

const ById = z.object({ id: Id })

// Purpose and basis are words of the pack in the room and a closed list on the wire; the answer is held to that list when it
// is sent, so the casts below can mislead nobody.
const shown = (view: RoomView) => view as unknown as z.input<typeof RequestView> // see above
type Listed = z.input<typeof RequestList>['requests']

const ask = operation({
  id: 'requests/ask',
  method: 'POST',
  path: '/requests',
  right: 'request.ask',
  says: 'Ask to see records: purpose, legal basis, case, scope, period of use.',
  body: NewRequest,
  answer: RequestView,
  handle: async (house, { body }, { actor }) => shown(await house.requests.ask(actor, body)),
})

const list = operation({
  id: 'requests/list',
  method: 'GET',
  path: '/requests',
  right: 'request.list',
  says: 'Requests: mine, waiting for me, decided by me, or all that I may see.',
  query: z.object({ box: Box.default('mine'), cursor: z.string().max(200).optional() }),
  answer: RequestList,
  async handle(house, { query }, { actor }) {
    const { requests, next } = await house.requests.list(actor, query.box, query.cursor ?? null)
    return { requests: requests as unknown as Listed, next } // see above
  },
})

const view = operation({
  id: 'requests/view',
  method: 'GET',
  path: '/requests/:id',
  right: 'request.view',
  says: 'One request with its decisions, consents and timeline.',
  params: ById,
  answer: RequestView,
  handle: async (house, { params }, { actor }) => shown(await house.requests.view(actor, params.id as RequestId)), // looked up there
})

const decide = operation({
  id: 'requests/decide',
  method: 'POST',
  path: '/requests/:id/decide',
  right: 'request.decide',
  says: 'Approve or refuse one stage, over exactly the scope that was seen.',
  params: ById,
  body: Decide,
  answer: RequestView,
  async handle(house, { params, body }, { actor }) {
    return shown(await house.requests.decide(actor, params.id as RequestId, body)) // looked up there
  },
})

const onOwn = (verb: 'cancel' | 'nudge' | 'resend', says: string) =>
  operation({
    id: `requests/${verb}`,
    method: 'POST',
    path: `/requests/:id/${verb}`,
    right: `request.${verb}`,
    says,
    params: ById,
    answer: RequestView,
    handle: async (house, { params }, { actor }) => shown(await house.requests[verb](actor, params.id as RequestId)), // looked up there
  })

const grants = operation({
  id: 'grants/list',
  method: 'GET',
  path: '/grants',
  right: 'grant.list',
  says: 'Grants that this person holds or has to do with.',
  answer: z.object({ grants: z.array(Grant) }),
  handle: async (house, _input, { actor }) => ({
    grants: (await house.requests.grants(actor)) as unknown as z.input<typeof Grant>[], // see above
  }),
})

const revoke = operation({
  id: 'grants/revoke',
  method: 'POST',
  path: '/grants/:id/revoke',
  right: 'session',
  says: 'End a grant at once.',
  params: ById,
  body: RevokeGrant,
  async handle(house, { params, body }, { actor }, { reply }) {
    await house.requests.revoke(actor, params.id as GrantId, body.reason) // looked up there
    return reply.status(204).send()
  },
})

export const requestOperations = [
  ask,
  list,
  view,
  decide,
  onOwn('cancel', 'Take one’s own request back.'),
  onOwn('nudge', 'Remind whoever’s turn it is.'),
  onOwn('resend', 'Send the customer a fresh link and code.'),
  grants,
  revoke,
]
