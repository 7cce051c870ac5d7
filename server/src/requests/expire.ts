import { HOUSE } from '#access'
import { expireConsent } from './consent-asked.ts'
import { setFlagged } from './deadlines.ts'
import { moveRequest, note } from './move.ts'
import { type RequestsParts, readablePolicy } from './parts.ts'
import { isOpen, REQUEST_STATES } from './states.ts'
import * as store from './store.ts'

/**
 * Writes down what time has ended: silent customers, requests and grants whose period of use is over; and the ends of clocks
 * that could not be computed before. Each is one
 * transaction; run it as often as you like. Nothing is held open by its not running (see grants.ts).
 */
export async function sweep(
  parts: RequestsParts,
): Promise<{ consents: number; requests: number; grants: number; deadlines: number }> {
  const now = parts.clock.now()
  const silent = await store.listSilentConsents(parts.db, now)
  for (const consent of silent) await expireConsent(parts, consent)
  const requests = await store.listRunOut(parts.db, REQUEST_STATES.filter(isOpen), now)
  for (const request of requests) await runOut(parts, request, 'request.expire')
  const grants = await store.listRunOut(parts.db, ['granted'], now)
  for (const request of grants) await runOut(parts, request, 'grant.expire')
  const deadlines = await setFlagged(parts)
  return { consents: silent.length, requests: requests.length, grants: grants.length, deadlines }
}

async function runOut(
  parts: RequestsParts,
  { id }: store.StoredRequest,
  action: 'request.expire' | 'grant.expire',
): Promise<void> {
  await parts.recorder.performIf({ action, actor: HOUSE, request: id }, async (tx) => {
    const request = await store.findRequest(tx, id)
    if (!request || request.use_until > parts.clock.now()) return false
    if (!isOpen(request.state) && request.state !== 'granted') return false // somebody ended it meanwhile
    await moveRequest(tx, parts, readablePolicy(parts), request, 'run_out')
    await note(tx, parts, id, 'expired', null)
    return true
  })
}
