// The development house over HTTP: `node console/dev/mock.ts [--new]`, console on 8742, portal on 8743, phone on 8744.
// It serves console/dist with the headers of the real server, so that a page that breaks under them breaks here too.
// A query `?fail=CODE` cannot reach it; type `fail:500`, `fail:slow` or `fail:offline` in the search box instead.
import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import type { z } from 'zod'
import * as wire from '../../server/src/api/schema/index.ts'
import {
  act,
  canOf,
  codeFits,
  conversationView,
  DAY,
  type DevPerson,
  id,
  kit,
  participantView,
  people,
  STORY_END,
  said,
  state,
  subjectView,
} from './house.ts'
import { CONVERSATIONS, mask, PARTICIPANTS } from './story.ts'

const DIST = join(import.meta.dirname, '../dist')
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const CSP =
  "default-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data: blob:;font-src 'self' data:;object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'"
const KEY = 'cunzhen-dev+8f2c11aa+AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghij'

class Problem extends Error {
  readonly status: number
  readonly kind: string
  readonly code: string
  readonly detail: object
  constructor(status: number, kind: string, code: string, detail: object = {}) {
    super(code)
    this.status = status
    this.kind = kind
    this.code = code
    this.detail = detail
  }
}

interface Ask {
  me: DevPerson | null
  session: { person: DevPerson; steppedUpUntil: number } | null
  sid: string
  body: any
  params: string[]
  query: URLSearchParams
  response: ServerResponse
}

type Handler = (ask: Ask) => unknown
const routes: [method: string, path: RegExp, shape: z.ZodType | null, handle: Handler][] = []
const on = (method: string, path: string, shape: z.ZodType | null, handle: Handler) =>
  routes.push([method, new RegExp(`^${path.replaceAll(/:(\w+)/g, '([^/]+)')}$`), shape, handle])

const signedIn = (ask: Ask): DevPerson => {
  if (!ask.me) throw new Problem(401, 'unauthenticated', 'not_signed_in')
  return ask.me
}
const stepUp = (ask: Ask) => {
  if ((ask.session?.steppedUpUntil ?? 0) < Date.now()) throw new Problem(428, 'step_up', 'step_up_needed')
}
const found = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new Problem(404, 'not_found', 'not_found')
  return thing
}
const meOf = (ask: Ask, one: DevPerson, steppedUpUntil: number) => ({
  person: { id: one.id, username: one.username, name: one.name, roles: one.roles },
  steppedUpUntil,
  can: canOf(one),
  house: { name: '示范银行档案库', verifierKey: KEY, now: Date.now(), demo: true },
})
const openSession = (ask: Ask, one: DevPerson, minutes = 0) => {
  const sid = randomBytes(12).toString('hex')
  const session = { person: one, steppedUpUntil: Date.now() + minutes * 60_000 }
  state.sessions.set(sid, session)
  ask.response.setHeader('set-cookie', `sid=${sid}; HttpOnly; SameSite=Strict; Path=/`)
  return meOf(ask, one, session.steppedUpUntil)
}

on('GET', '/api/session', wire.Me, (ask) => meOf(ask, signedIn(ask), ask.session?.steppedUpUntil ?? 0))
on('POST', '/api/session', wire.Me, (ask) => {
  const one = people.find((p) => p.username === ask.body.username)
  if (!one || one.password !== ask.body.password || !codeFits(one, ask.body.code))
    throw new Problem(401, 'unauthenticated', 'sign_in_refused')
  act(one, 'session.sign_in', 'identity')
  return openSession(ask, one, 0)
})
on('DELETE', '/api/session', null, (ask) => {
  state.sessions.delete(ask.sid)
  return null
})
on('POST', '/api/session/step-up', wire.Me, (ask) => {
  const one = signedIn(ask)
  if (!ask.session || !codeFits(one, ask.body.code)) throw new Problem(401, 'unauthenticated', 'code_wrong')
  ask.session.steppedUpUntil = Date.now() + 5 * 60_000
  return meOf(ask, one, ask.session.steppedUpUntil)
})
on('POST', '/api/session/link', wire.LinkAnswer, (ask) => {
  const one = state.links.get(ask.body.token)
  if (!one) throw new Problem(404, 'not_found', 'link_unusable')
  if (one.state === 'invited') {
    return {
      needs: 'enrolment',
      username: one.username,
      name: one.name,
      totpSecret: one.totpSecret,
      totpUri: `otpauth://totp/Cunzhen:${one.username}?secret=${one.totpSecret}&issuer=Cunzhen`,
    }
  }
  openSession(ask, one)
  return { needs: 'nothing' }
})
on('POST', '/api/session/enrol', wire.Me, (ask) => {
  const one = found(state.links.get(ask.body.token))
  if (!codeFits(one, ask.body.code)) throw new Problem(400, 'invalid', 'code_wrong')
  one.password = ask.body.password
  one.state = 'active'
  return openSession(ask, one, 5)
})
on('GET', '/api/setup', wire.Setup, () => ({ kitConfirmed: state.kitConfirmed, kit: state.kitConfirmed ? null : kit }))
on('POST', '/api/setup/kit', wire.Setup, (ask) => {
  for (const [n, typed] of Object.entries(ask.body.groups)) {
    if (kit.groups[Number(n) - 1] !== typed) throw new Problem(400, 'invalid', 'kit_group_wrong', { group: Number(n) })
  }
  state.kitConfirmed = true
  return { kitConfirmed: true, kit: null }
})

// people
const personView = ({ password: _p, totpSecret: _t, usedStep: _u, ...one }: DevPerson) => one
on('GET', '/api/people', wire.Person.array(), () => people.map(personView))
on('POST', '/api/people', wire.Person, (ask) => {
  stepUp(ask)
  if (people.some((p) => p.username === ask.body.username)) throw new Problem(409, 'conflict', 'username_taken')
  const one = {
    ...found(people[0]),
    ...ask.body,
    id: id('psn'),
    managerId: null,
    state: 'invited',
    createdAt: Date.now(),
    password: '',
    totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    usedStep: 0,
  }
  people.push(one)
  return personView(one)
})
on('PATCH', '/api/people/:id', wire.Person, (ask) => {
  const one = found(people.find((p) => p.id === ask.params[0]))
  const { disabled, manager: _m, ...rest } = ask.body
  Object.assign(one, rest, disabled === undefined ? {} : { state: disabled ? 'disabled' : 'active' })
  return personView(one)
})
on('POST', '/api/people/:id/link', wire.OneTimeLink, (ask) => {
  stepUp(ask)
  const token = randomBytes(18).toString('base64url')
  state.links.set(token, found(people.find((p) => p.id === ask.params[0])))
  return { link: `http://127.0.0.1:8742/enter#${token}`, expires: Date.now() + DAY }
})
on('POST', '/api/people/import', wire.PeopleImported, (ask) => {
  stepUp(ask)
  const lines = String(ask.body.csv).trim().split('\n').slice(1)
  return {
    created: lines.length,
    updated: 0,
    refused: [{ line: 3, code: 'role_unknown' }],
    links: lines.map((line) => ({
      username: line.split(',')[0] ?? '',
      link: `http://127.0.0.1:8742/enter#${randomBytes(18).toString('base64url')}`,
    })),
  }
})

// subjects
on('GET', '/api/subjects', wire.Subject.array(), () => state.subjects.map(subjectView))
on('POST', '/api/subjects/find', wire.Subject.array(), (ask) =>
  state.subjects.filter((s) => s.name.includes(ask.body.find) || s.phone?.includes(ask.body.find)).map(subjectView),
)
on('POST', '/api/subjects', wire.Subject, (ask) => {
  const made = {
    id: id('sub'),
    name: ask.body.name,
    phone: ask.body.phone ?? null,
    note: ask.body.note ?? '',
    participants: [],
    createdAt: Date.now(),
  }
  state.subjects.push(made)
  return subjectView(made)
})
const subject = (ask: Ask) => found(state.subjects.find((s) => s.id === ask.params[0]))
on('GET', '/api/subjects/:id', wire.Subject, (ask) => subjectView(subject(ask)))
on('POST', '/api/subjects/:id/participants', wire.Subject, (ask) => {
  subject(ask).participants.push(...ask.body.participants)
  return subjectView(subject(ask))
})
on('DELETE', '/api/subjects/:id/participants/:no', wire.Subject, (ask) => {
  const one = subject(ask)
  one.participants = one.participants.filter((no) => no !== Number(ask.params[1]))
  return subjectView(one)
})
on('POST', '/api/participants/find', wire.Participant.array(), (ask) =>
  PARTICIPANTS.filter((p) => p.name.includes(ask.body.find) || p.account.includes(ask.body.find)).map((p) =>
    participantView(p.no),
  ),
)
on('GET', '/api/conversations', wire.ConversationSummary.array(), (ask) =>
  CONVERSATIONS.filter((c) => c.participants.includes(Number(ask.query.get('participant')))).map((c) =>
    conversationView(c.no),
  ),
)

// search
const weekStart = () => {
  const day = Math.floor((STORY_END + 8 * 3_600_000) / DAY)
  return (day - ((day + 3) % 7)) * DAY - 8 * 3_600_000
}
const windowOf = (one: DevPerson) => {
  const role = one.roles[0] ?? ''
  if (role === 'agent')
    return {
      permit: 'window',
      kind: 'window',
      role,
      number: null,
      from: weekStart(),
      to: weekStart() + 7 * DAY,
      until: null,
      conversations: 'own',
      people: 1,
      listed: 2,
      undated: false,
      masked: true,
    }
  if (role === 'legal' || role === 'team_lead')
    return {
      permit: 'window',
      kind: 'window',
      role,
      number: null,
      from: null,
      to: null,
      until: null,
      conversations: role === 'legal' ? 'all' : 'group',
      people: 0,
      listed: 0,
      undated: true,
      masked: true,
    }
  return null
}
const permitsOf = (one: DevPerson) => [
  ...[windowOf(one)].filter((w) => w !== null),
  ...state.grants
    .filter((g) => g.holderId === one.id && g.state === 'running')
    .map((g) => ({
      permit: g.id,
      kind: 'grant',
      role: null,
      number: g.number,
      from: g.scope.from,
      to: g.scope.to,
      until: g.until,
      conversations: 'listed',
      people: g.scope.people.length,
      listed: g.scope.conversations.length,
      undated: g.scope.undated,
      masked: true,
    })),
]
on('GET', '/api/search/permits', wire.ScopeWords.array(), (ask) => permitsOf(signedIn(ask)))
const inScope = (permit: any) =>
  said.filter(
    (s) =>
      (s.at === null
        ? permit.undated
        : (permit.from === null || s.at >= permit.from) && (permit.to === null || s.at < permit.to)) &&
      (permit.conversations !== 'own' || s.conversation !== 3) &&
      (permit.kind !== 'grant' || s.conversation !== 2),
  )
on('POST', '/api/search', wire.SearchAnswer, async (ask) => {
  const me = signedIn(ask)
  const {
    query,
    permit: wanted,
    from,
    to,
    kinds,
    senders,
    conversations,
    order = 'newest',
    cursor,
    limit = 50,
    byDay,
  } = ask.body
  if (query === 'fail:500') throw new Problem(500, 'fault', 'internal')
  if (query === 'fail:403') throw new Problem(403, 'forbidden', 'permit_over')
  if (query === 'fail:401') throw new Problem(401, 'unauthenticated', 'not_signed_in')
  if (query === 'fail:offline') ask.response.socket?.destroy()
  if (query === 'fail:slow') await new Promise((go) => setTimeout(go, 60_000))
  const permit: any = permitsOf(me).find((p: any) => p.permit === wanted)
  if (!permit) throw new Problem(404, 'not_found', 'not_found')
  const receipt = act(me, permit.kind === 'window' ? 'search.window' : 'search.grant', 'content', {
    permit: permit.permit,
    detail: { query, mode: 'normal' },
  })
  const words = String(query ?? '')
    .split(/[\s+]+/)
    .filter((w) => w && !/^(AND|OR|NOT)$/.test(w))
  const hits = inScope(permit)
    .filter(
      (s) =>
        words.every((w) => s.text.includes(w)) &&
        (from == null || (s.at ?? 0) >= from) &&
        (to == null || (s.at ?? 0) < to) &&
        (!kinds || kinds.includes(s.kind)) &&
        (!senders || senders.includes(s.sender)) &&
        (!conversations || conversations.includes(s.conversation)),
    )
    .sort((a, b) => ((b.at ?? 0) - (a.at ?? 0)) * (order === 'newest' ? 1 : -1))
  const start = Number(cursor ?? 0)
  const days = new Map<string, number>()
  for (const hit of hits)
    if (hit.at)
      days.set(
        new Date(hit.at + 8 * 3_600_000).toISOString().slice(0, 10),
        (days.get(new Date(hit.at + 8 * 3_600_000).toISOString().slice(0, 10)) ?? 0) + 1,
      )
  return {
    total: hits.length,
    hits: hits.slice(start, start + limit).map((s) => ({
      record: s.no,
      time: s.at,
      conversation: s.conversation,
      sender: s.sender,
      kind: s.kind,
      senderName: mask(PARTICIPANTS.find((p) => p.no === s.sender)?.name ?? ''),
      conversationTitle: mask(CONVERSATIONS.find((c) => c.no === s.conversation)?.title ?? ''),
      text: mask(s.text, words),
    })),
    next: start + limit < hits.length ? String(start + limit) : null,
    scope: permit,
    indexed: { searchable: 1_263_478 - (query === 'behind' ? 1200 : 0), archived: 1_263_478 },
    expansion: words,
    days: byDay ? [...days].map(([day, n]) => ({ day, hits: n })).sort((a, b) => a.day.localeCompare(b.day)) : null,
    act: receipt,
  }
})
on('POST', '/api/search/conversation', wire.ConversationAnswer, (ask) => {
  const me = signedIn(ask)
  const { permit: wanted, conversation: no, around, cursor, direction, limit = 100 } = ask.body
  const permit: any = permitsOf(me).find((p: any) => p.permit === wanted)
  const talk = permit
    ? inScope(permit)
        .filter((s) => s.conversation === no)
        .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.no - b.no)
    : []
  if (!permit || talk.length === 0) throw new Problem(404, 'not_found', 'not_found')
  const middle = cursor
    ? Number(cursor)
    : around?.record !== undefined
      ? talk.findIndex((s) => s.no === around.record)
      : talk.length
  const page = 40
  const [from, to] = cursor
    ? direction === 'older'
      ? [Math.max(0, middle - page), middle]
      : [middle, middle + page]
    : [Math.max(0, middle - page / 2), middle + page / 2]
  void limit
  return {
    conversation: no,
    title: mask(CONVERSATIONS.find((c) => c.no === no)?.title ?? ''),
    platform: CONVERSATIONS.find((c) => c.no === no)?.platform ?? '',
    participants: (CONVERSATIONS.find((c) => c.no === no)?.participants ?? []).map((p) => ({
      no: p,
      name: mask(PARTICIPANTS.find((one) => one.no === p)?.name ?? ''),
    })),
    total: talk.length,
    records: talk.slice(from, to).map((s) => ({
      record: s.no,
      time: s.at,
      archivedAt: Date.now() - 3 * DAY + s.no,
      sender: s.sender,
      senderName: mask(PARTICIPANTS.find((p) => p.no === s.sender)?.name ?? ''),
      kind: s.kind,
      text: mask(s.text),
      refersTo: s.refersTo,
      recalledBy: said.find((r) => r.refersTo === s.no && r.kind === 'recall')?.no ?? null,
      editedBy: said.filter((r) => r.refersTo === s.no && r.kind === 'edit').map((r) => r.no),
      platform: CONVERSATIONS.find((c) => c.no === no)?.platform ?? '',
      digest: createHash('sha256').update(String(s.no)).digest('hex'),
      proof: { sealed: s.no < 380, inLedger: true },
    })),
    older: from > 0 ? String(from) : null,
    newer: to < talk.length ? String(to) : null,
    scope: permit,
    act: act(me, 'conversation.open', 'content', { permit: permit.permit, detail: { conversation: no } }),
  }
})

// requests
const STAGES = ['supervisor', 'it', 'legal', 'data_security']
const STAGE_ROLE: Record<string, string> = {
  supervisor: 'supervisor',
  it: 'it_reviewer',
  legal: 'legal',
  data_security: 'data_security',
}
const happen = (request: any, what: string, by: DevPerson | null, detail: string | null = null) =>
  request.timeline.push({ at: Date.now(), what, byName: by?.name ?? null, detail })
const toStage = (request: any, stage: string) => {
  request.state = stage
  request.waitingFor = STAGES.includes(stage)
    ? { stage, due: Date.now() + 1.6 * DAY }
    : stage === 'consent'
      ? { stage, due: Date.now() + 14 * DAY }
      : null
}
const requestFor = (request: any, me: DevPerson) => {
  const yes = { allowed: true, reason: null }
  const no = (reason: string) => ({ allowed: false, reason })
  const open = request.state === 'consent' || STAGES.includes(request.state)
  const own = request.requesterId === me.id
  const decides = STAGE_ROLE[request.state] && me.roles.includes(STAGE_ROLE[request.state] ?? '')
  return {
    ...request,
    estimate: decides ? { records: 284, conversations: 2 } : null,
    can: {
      decide: own ? no('own_request') : decides ? yes : no(open ? 'wrong_stage' : 'not_open'),
      cancel: own ? (open ? yes : no('not_open')) : no('not_requester'),
      nudge: own ? (open ? yes : no('not_open')) : no('not_requester'),
      resend: own ? (request.state === 'consent' ? yes : no('nothing_to_resend')) : no('not_requester'),
      export: me.roles.includes('executor') && request.grantId ? yes : no('role_missing'),
    },
  }
}
on('GET', '/api/requests', wire.RequestList, (ask) => {
  const me = signedIn(ask)
  const box = ask.query.get('box') ?? 'mine'
  const shown = state.requests.filter((r) =>
    box === 'mine'
      ? r.requesterId === me.id
      : box === 'inbox'
        ? STAGE_ROLE[r.state] !== undefined && me.roles.includes(STAGE_ROLE[r.state] ?? '')
        : box === 'decided'
          ? r.decisions.some((d: any) => d.by === me.id)
          : true,
  )
  return { requests: shown, next: null }
})
on('GET', '/api/requests/:id', wire.RequestView, (ask) =>
  requestFor(found(state.requests.find((r) => r.id === ask.params[0])), signedIn(ask)),
)
on('POST', '/api/requests', wire.RequestView, (ask) => {
  const me = signedIn(ask)
  const body = wire.NewRequest.parse(ask.body)
  const subjects = body.scope.subjects.map((s) => found(state.subjects.find((one) => one.id === s)))
  const request: any = {
    id: id('req'),
    number: `R-2026-${String(state.requests.length + 118).padStart(4, '0')}`,
    state: 'supervisor',
    requesterId: me.id,
    requesterName: me.name,
    ...body,
    risk: 'medium',
    scopeDigest: createHash('sha256').update(JSON.stringify(body.scope)).digest('hex'),
    subjects: subjects.map((s) => ({ id: s.id, name: s.name })),
    people: body.scope.people.map((no) => ({ no, name: participantView(no).name })),
    conversations: body.scope.conversations.map((no) => ({ no, title: conversationView(no).title })),
    askedAt: Date.now(),
    consents: [],
    decisions: [],
    waitingFor: null,
    grantId: null,
    estimate: null,
    timeline: [],
    can: {},
  }
  happen(request, 'asked', me)
  if (body.basis === 'consent') {
    for (const one of subjects) {
      const token = randomBytes(18).toString('base64url')
      const code = String(Math.floor(Math.random() * 1e6)).padStart(6, '0')
      request.consents.push({
        id: id('con'),
        subjectId: one.id,
        subjectName: one.name,
        state: 'requested',
        sentTo: '138****8000',
        requestedAt: Date.now(),
        answeredAt: null,
        expiresAt: Date.now() + 14 * DAY,
      })
      state.consents.set(token, { request, code })
      state.sms.unshift({
        at: Date.now(),
        to: one.phone ?? '',
        text: `【示范银行】为处理投诉，我方申请查阅与您有关的聊天记录（申请编号 ${request.number}）。请打开 http://127.0.0.1:8743/c/#${token} 查看详情并选择同意或不同意，验证码 ${code}，14 天内有效。不同意不影响为您提供服务。核实真伪请致电 400-000-0000。`,
      })
    }
    happen(request, 'consent_sent', null)
    toStage(request, 'consent')
  } else toStage(request, 'supervisor')
  state.requests.unshift(request)
  act(me, 'request.ask', 'permission', { requestId: request.id })
  return requestFor(request, me)
})
on('POST', '/api/requests/:id/decide', wire.RequestView, (ask) => {
  const me = signedIn(ask)
  stepUp(ask)
  const request: any = found(state.requests.find((r) => r.id === ask.params[0]))
  const body = wire.Decide.parse(ask.body)
  if (request.state !== body.stage) throw new Problem(409, 'conflict', 'wrong_stage')
  request.decisions.push({
    stage: body.stage,
    verdict: body.verdict,
    by: me.id,
    byName: me.name,
    at: Date.now(),
    reason: body.reason,
    scopeDigest: body.scopeDigest,
    ledgerIndex: 1_263_479 + request.decisions.length,
  })
  happen(request, body.verdict === 'approve' ? 'approved' : 'refused', me, body.stage)
  if (body.verdict === 'refuse') toStage(request, 'refused')
  else {
    const next = STAGES[STAGES.indexOf(body.stage) + 1]
    if (next) toStage(request, next)
    else {
      const grant = {
        id: id('gra'),
        number: `G-2026-${String(state.grants.length + 31).padStart(4, '0')}`,
        requestId: request.id,
        holderId: request.requesterId,
        holderName: request.requesterName,
        caseNo: request.caseNo,
        purpose: request.purpose,
        scope: request.scope,
        scopeDigest: request.scopeDigest,
        from: Date.now(),
        until: request.useUntil,
        state: 'running',
      }
      state.grants.unshift(grant)
      request.grantId = grant.id
      toStage(request, 'granted')
      happen(request, 'grant_issued', null)
    }
  }
  return requestFor(request, me)
})
for (const verb of ['cancel', 'nudge', 'resend']) {
  on('POST', `/api/requests/:id/${verb}`, wire.RequestView, (ask) => {
    const request: any = found(state.requests.find((r) => r.id === ask.params[0]))
    if (verb === 'cancel') toStage(request, 'cancelled')
    happen(request, verb === 'cancel' ? 'cancelled' : verb === 'nudge' ? 'nudged' : 'consent_resent', signedIn(ask))
    return requestFor(request, signedIn(ask))
  })
}
on('GET', '/api/grants', wire.Grant.array(), (ask) =>
  state.grants.filter((g) => signedIn(ask).roles[0] !== 'requester' || g.holderId === ask.me?.id),
)
on('POST', '/api/grants/:id/revoke', null, (ask) => {
  const grant = found(state.grants.find((g) => g.id === ask.params[0]))
  grant.state = 'revoked'
  toStage(found(state.requests.find((r) => r.id === grant.requestId)), 'revoked')
  return grant
})

// exports
const exportFor = (one: any, me: DevPerson) => {
  const yes = { allowed: true, reason: null }
  const no = (reason: string) => ({ allowed: false, reason })
  if (one.state === 'running') {
    one.doneRows = Math.min(one.rows, Math.floor((Date.now() - one.began) / 8))
    if (one.doneRows >= one.rows)
      Object.assign(one, {
        state: 'ready',
        finishedAt: Date.now(),
        maskedSpans: 96,
        bytes: 184_220,
        sha256: createHash('sha256').update(one.id).digest('hex'),
      })
  }
  const { began: _b, ...view } = one
  return {
    ...view,
    can: {
      confirm: me.roles.includes('monitor') ? yes : no(one.executorName === me.name ? 'same_person' : 'role_missing'),
      decline: me.roles.includes('monitor') || one.executorName === me.name ? yes : no('role_missing'),
      retry: no('role_missing'),
      download: me.roles.includes('monitor') ? no('not_recipient') : yes,
      password: me.roles.includes('monitor') ? no('not_recipient') : yes,
    },
  }
}
on('GET', '/api/exports', wire.ExportView.array(), (ask) => state.exports.map((e) => exportFor(e, signedIn(ask))))
on('POST', '/api/exports', wire.ExportView, (ask) => {
  const me = signedIn(ask)
  stepUp(ask)
  const grant: any = found(state.grants.find((g) => g.id === ask.body.grantId))
  const made = {
    id: id('exp'),
    number: `E-2026-${String(state.exports.length + 12).padStart(4, '0')}`,
    grantId: grant.id,
    grantNumber: grant.number,
    caseNo: grant.caseNo,
    state: 'awaiting_monitor',
    formats: ask.body.formats,
    names: ask.body.names,
    executorName: me.name,
    monitorName: null,
    askedAt: Date.now(),
    finishedAt: null,
    rows: 284,
    doneRows: 0,
    maskedSpans: null,
    bytes: null,
    sha256: null,
    problem: null,
    can: {},
  }
  state.exports.unshift(made)
  return exportFor(made, me)
})
const oneExport = (ask: Ask): any => found(state.exports.find((e) => e.id === ask.params[0]))
on('GET', '/api/exports/:id', wire.ExportView, (ask) => exportFor(oneExport(ask), signedIn(ask)))
on('POST', '/api/exports/:id/confirm', wire.ExportView, (ask) => {
  stepUp(ask)
  const one = oneExport(ask)
  Object.assign(one, { state: 'running', monitorName: signedIn(ask).name, began: Date.now() })
  return exportFor(one, signedIn(ask))
})
on('POST', '/api/exports/:id/decline', wire.ExportView, (ask) =>
  exportFor(Object.assign(oneExport(ask), { state: 'declined', monitorName: signedIn(ask).name }), signedIn(ask)),
)
on('POST', '/api/exports/:id/password', wire.PackagePassword, () => ({ password: 'wV7t-Qm2x-9Lfr-Bk3d' }))
for (const [what, name, type, bytes] of [
  ['package', 'package.zip', 'application/zip', 'PK\u0005\u0006'.padEnd(22, '\0')],
  [
    'verifier',
    'verifier.html',
    'text/html',
    '<!doctype html><html lang="zh-CN"><title>verifier</title><h1>验证器</h1>',
  ],
] as const) {
  on('GET', `/api/exports/:id/${what}`, null, (ask) => {
    ask.response.setHeader('content-type', type)
    ask.response.setHeader('content-disposition', `attachment; filename="${name}"`)
    ask.response.end(bytes)
    return undefined
  })
}

// intake
const moving = (one: any) => {
  if (one.state !== 'running') return one
  const part = Math.min(1, (Date.now() - one.startedAt) / 3000)
  const items = Math.floor(one.target * part)
  const quarantined = part === 1 ? 2 : 0
  Object.assign(one.counts, {
    items,
    archived: Math.max(0, items - quarantined),
    quarantined,
    parsedBytes: Math.floor(one.totalBytes * part) - quarantined * 40,
    quarantinedBytes: quarantined * 40,
    bytes: one.totalBytes,
  })
  one.perSecond = one.target / 3
  if (part === 1)
    Object.assign(one, {
      state: 'finished',
      finishedAt: Date.now(),
      reasons: [{ reason: 'bad_json', items: 2, bytes: 80 }],
    })
  return one
}
const importView = ({ target: _t, ...one }: any) => one
on('GET', '/api/intake/imports', wire.Import.array(), () => state.imports.map((one) => importView(moving(one))))
on('GET', '/api/intake/imports/:id', wire.Import, (ask) =>
  importView(moving(found(state.imports.find((i) => i.id === ask.params[0])))),
)
on('GET', '/api/intake/imports/:id/quarantine', wire.Quarantined.array(), (ask) => {
  const one: any = found(state.imports.find((i) => i.id === ask.params[0]))
  return Array.from({ length: one.counts.quarantined }, (_, i) => ({
    id: id('qrt'),
    importId: one.id,
    part: `messages/2026-11-${String(i + 1).padStart(2, '0')}.json`,
    start: 4096 * i + 113,
    end: 4096 * i + 153,
    reason: ['bad_json', 'encrypted_message', 'not_messages', 'lone_surrogate'][i % 4] ?? 'bad_json',
    items: 1,
    at: one.startedAt,
  }))
})
on('POST', '/api/intake/imports', wire.Import, (ask) => {
  const { options, fileName, size } = ask.body
  const made = {
    id: id('imp'),
    fileName,
    format: options.format ?? 'wecom',
    origin: options.origin ?? '',
    encoding: 'utf-8',
    state: 'running',
    problem: null,
    counts: {
      items: 0,
      archived: 0,
      duplicates: 0,
      quarantined: 0,
      bytes: 0,
      parsedBytes: 0,
      quarantinedBytes: 0,
      undated: 0,
    },
    totalBytes: size,
    perSecond: 0,
    startedAt: Date.now(),
    finishedAt: null,
    by: signedIn(ask).id,
    reasons: [],
    gapsKnowable: false,
    gaps: [],
    target: 342,
  }
  state.imports.unshift(made)
  return importView(made)
})
on('POST', '/api/intake/preview', wire.MappingPreview, () => ({
  columns: ['room_id', 'user_id', 'nickname', 'text', 'time'],
  rows: Array.from({ length: 6 }, (_, i) => ({
    kind: 'text',
    cells: [
      '4412',
      `u${1000 + i}`,
      `观众${i}`,
      ['前排', '主播好', '哈哈哈哈', '退款了吗', '求链接', '666'][i] ?? '',
      `2017-1-17 16:4${i}`,
    ],
  })),
}))

// oversight
on('POST', '/api/audit', wire.AuditPage, (ask) => {
  const { person, action, outcome, from, to, cursor, limit = 50 } = ask.body
  const acts = state.acts.filter(
    (a) =>
      (!person || a.byId === person) &&
      (!action || a.action === action) &&
      (!outcome || a.outcome === outcome) &&
      (!from || a.at >= from) &&
      (!to || a.at < to),
  )
  const start = Number(cursor ?? 0)
  const days = new Map<string, { acts: number; refused: number }>()
  for (const one of acts) {
    const day = new Date(one.at + 8 * 3_600_000).toISOString().slice(0, 10)
    const sum = days.get(day) ?? { acts: 0, refused: 0 }
    days.set(day, { acts: sum.acts + 1, refused: sum.refused + (one.outcome === 'refused' ? 1 : 0) })
  }
  return {
    acts: acts.slice(start, start + limit),
    next: start + limit < acts.length ? String(start + limit) : null,
    perDay: [...days].map(([day, sum]) => ({ day, ...sum })).sort((a, b) => a.day.localeCompare(b.day)),
  }
})
const head = (origin: string, size: number) => {
  const root = createHash('sha256').update(origin).digest('base64')
  return {
    origin,
    size,
    root,
    verifierKey: KEY,
    checkpoint: `${origin}\n${size}\n${root}\n\n— ${origin} jyxGqx0yR8Q0m5e8v7c5Tqk1n3b0a9z8y7x6w5v4u3t2s1r0q9p8o7n6m5l4k3j2h1g0f9e8d7c6b5a4Z3Y2X1W0V9U8=\n`,
  }
}
on('GET', '/api/house', wire.HouseStatus, () => ({
  records: 1_263_478,
  searchable: 1_263_478,
  inLedger: 1_263_478,
  conversations: 4312,
  participants: 38_204,
  segments: 41,
  journal: 3120,
  quarantined: 16,
  ledger: head('cunzhen.example/evidence', 1_263_491),
  audit: head('cunzhen.example/audit', state.acts.length + 5210),
}))

// portal and phone
const consentOf = (ask: Ask) => found(state.consents.get(ask.body.token))
const consentPage = ({ request }: any) => ({
  state: request.consents[0].state,
  houseName: '示范银行',
  officialPhone: '400-000-0000',
  purpose: request.purpose,
  basis: request.basis,
  from: request.scope.from,
  to: request.scope.to,
  useUntil: request.useUntil,
  requestNumber: request.number,
  expiresAt: request.consents[0].expiresAt,
})
on('POST', '/portal-api/consent/open', wire.ConsentPage, (ask) => consentPage(consentOf(ask)))
on('POST', '/portal-api/consent', wire.ConsentPage, (ask) => {
  const consent: any = consentOf(ask)
  if (consent.code !== ask.body.code) throw new Problem(401, 'unauthenticated', 'code_wrong')
  const agreed = ask.body.answer === 'agree'
  Object.assign(consent.request.consents[0], { state: agreed ? 'agreed' : 'refused', answeredAt: Date.now() })
  happen(consent.request, agreed ? 'consent_agreed' : 'consent_refused', null)
  toStage(consent.request, agreed ? 'supervisor' : 'refused')
  return consentPage(consent)
})
on('POST', '/portal-api/consent/withdraw', wire.ConsentPage, (ask) => {
  const consent: any = consentOf(ask)
  consent.request.consents[0].state = 'withdrawn'
  return consentPage(consent)
})
on('GET', '/phone-api/messages', null, () => ({ messages: state.sms.map(({ at, text }) => ({ at, text })) }))

async function bodyOf(request: IncomingMessage): Promise<any> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const whole = Buffer.concat(pieces)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/')) {
    const text = whole.toString('latin1')
    const options = /name="options"\r\n\r\n([\s\S]*?)\r\n--/.exec(text)?.[1] ?? '{}'
    const fileName = Buffer.from(/filename="([^"]*)"/.exec(text)?.[1] ?? 'file', 'latin1').toString()
    return { options: JSON.parse(Buffer.from(options, 'latin1').toString()), fileName, size: whole.length }
  }
  return whole.length > 0 ? JSON.parse(whole.toString()) : {}
}

function serve(port: number, index: string): void {
  createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://dev')
    response.setHeader('content-security-policy', CSP)
    try {
      if (!/^\/(api|portal-api|phone-api)\//.test(url.pathname)) return void (await page(url.pathname, index, response))
      const route = routes.find(([method, path]) => method === request.method && path.test(url.pathname))
      if (!route) throw new Problem(404, 'not_found', 'no_such_path')
      if (request.method !== 'GET' && request.headers['x-cunzhen'] !== '1')
        throw new Problem(403, 'forbidden', 'csrf_header_missing')
      const sid = /sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
      const session = state.sessions.get(sid) ?? null
      const body = request.method === 'GET' ? {} : await bodyOf(request)
      const answer = await route[3]({
        me: session?.person ?? null,
        session,
        sid,
        body,
        params: (route[1].exec(url.pathname) ?? []).slice(1),
        query: url.searchParams,
        response,
      })
      if (answer === undefined) return
      response.setHeader('content-type', 'application/json; charset=utf-8')
      response.end(JSON.stringify(route[2] ? route[2].parse(answer) : answer))
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(500, 'fault', 'internal')
      if (!(error instanceof Problem)) process.stderr.write(`${request.method} ${url.pathname}: ${error}\n`)
      response.statusCode = problem.status
      response.setHeader('content-type', 'application/json; charset=utf-8')
      response.end(JSON.stringify({ code: problem.code, kind: problem.kind, detail: problem.detail, hint: '' }))
    }
  }).listen(port, '127.0.0.1')
}

async function page(path: string, index: string, response: ServerResponse): Promise<void> {
  const name = path.startsWith('/assets/') || /^\/[\w-]+\.(svg|html)$/.test(path) ? normalize(path).slice(1) : index
  try {
    const bytes = await readFile(join(DIST, name))
    response.setHeader('content-type', `${TYPES[extname(name)] ?? 'application/octet-stream'}; charset=utf-8`)
    response.end(bytes)
  } catch {
    response.statusCode = 404
    response.end()
  }
}

serve(8742, 'index.html')
serve(8743, 'portal.html')
serve(8744, 'phone.html')
const castFile = process.argv[process.argv.indexOf('--cast') + 1]
if (process.argv.includes('--cast') && castFile) {
  await writeFile(
    castFile,
    JSON.stringify(
      people
        .filter((p) => p.state === 'active')
        .map((p) => ({ role: p.roles[0], username: p.username, password: p.password, totpSecret: p.totpSecret })),
    ),
  )
}
for (const one of people.filter((p) => p.state === 'invited'))
  state.links.set(`dev-invitation-${one.username}-00000000`, one)
for (const one of people.filter((p) => p.state === 'active'))
  state.links.set(`dev-sign-in-as-${one.username}-00000000`, one)
process.stdout.write('development house: http://127.0.0.1:8742\n')
