import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, takeIn, type World } from '#test/world'

// What the console keeps its users from sending (a button that is not ready, a field with a border, a reason that is owed) is no
// rule by being kept there: here each is sent all the same, as somebody who may do the act, and the house says no by itself.

let world: World
const ids: { subject?: string; administrator?: string } = {}
const DAY = 86_400_000

beforeAll(async () => {
  world = await openWorld()
  await takeIn(world, [{ conv: 'c1', sender: 'anna', text: '您好', ts: Date.now() - DAY }])
  const subject = { name: '林若溪', phone: '13912345678' }
  ids.subject = (await client('requester').post<{ id: string }>('/api/subjects', subject)).id
  ids.administrator = (await client('administrator').get<{ person: { id: string } }>('/api/session')).person.id
}, 120_000)
afterAll(() => world.close())

const client = (role: string) => world.person(role).client
const filled = (path: string) => path.replace(/:(subject|administrator)/, (_, key: keyof typeof ids) => ids[key] ?? '')
const request = (change: object, scope: object = {}) => ({
  purpose: 'dispute',
  basis: 'contract',
  caseNo: '#2026-0001',
  reason: '核对往来',
  useUntil: Date.now() + 7 * DAY,
  ...change,
  scope: {
    subjects: [],
    people: [],
    conversations: [1],
    from: 0,
    to: Date.now(),
    kinds: null,
    undated: false,
    ...scope,
  },
})
const person = (change: object) => ({ username: 'somebody', name: '某人', roles: ['agent'], ...change })
const connector = (change: object) => ({ kind: 'http', name: '推送', ...change })

test.each<[what: string, role: string, path: string, body: object | (() => object), answer: string]>([
  ['a request without a case', 'requester', '/api/requests', () => request({ caseNo: '  ' }), '400 case_missing'],
  ['a request without a reason', 'requester', '/api/requests', () => request({ reason: '    ' }), '400 reason_missing'],
  [
    'a request for nobody',
    'requester',
    '/api/requests',
    () => request({}, { conversations: [] }),
    '400 scope_names_nobody',
  ],
  [
    'a request whose time ends before it begins',
    'requester',
    '/api/requests',
    () => request({}, { from: 9, to: 9 }),
    '400 scope_time_order',
  ],
  [
    'a request for nothing of any kind',
    'requester',
    '/api/requests',
    () => request({}, { kinds: [] }),
    '400 scope_kinds_empty',
  ],
  [
    'a use that is over',
    'requester',
    '/api/requests',
    () => request({ useUntil: Date.now() - 1 }),
    '400 use_period_over',
  ],
  [
    'a use of more than three months',
    'requester',
    '/api/requests',
    () => request({ useUntil: Date.now() + 93 * DAY }),
    '400 use_period_too_long',
  ],
  [
    'a consent of nobody',
    'requester',
    '/api/requests',
    () => request({ basis: 'consent' }),
    '400 consent_needs_subject',
  ],
  ['a person without a name', 'administrator', '/api/people', person({ name: '  ' }), '400 name_invalid'],
  [
    'a person whose user name nobody can type',
    'administrator',
    '/api/people',
    person({ username: '某 人' }),
    '400 input_invalid /username',
  ],
  [
    'a person with roles that exclude each other',
    'administrator',
    '/api/people',
    person({ roles: ['auditor', 'legal'] }),
    '400 powers_conflict',
  ],
  ['a group without a name', 'administrator', '/api/groups', { name: '  ' }, '400 group_invalid'],
  [
    'a directory without a name',
    'administrator',
    '/api/directories',
    { name: '  ', roles: [] },
    '400 directory_name_invalid',
  ],
  [
    'a directory that makes administrators',
    'administrator',
    '/api/directories',
    { name: 'hr', roles: ['administrator'] },
    '400 directory_role_never',
  ],
  [
    'people out of an empty list',
    'administrator',
    '/api/people/import',
    { csv: ' ', absent: 'disable', trial: false },
    '400 csv_header_wrong',
  ],
  ['a customer without a name', 'requester', '/api/subjects', { name: '  ' }, '400 name_missing'],
  [
    'an identifier without a value',
    'requester',
    '/api/subjects/:subject/identifiers',
    { kind: 'order', value: '  ' },
    '400 identifier_invalid',
  ],
  [
    'a customer merged with itself',
    'requester',
    '/api/subjects/:subject/merge',
    { other: '=', reason: '同一人' },
    '400 subject_itself',
  ],
  [
    'a split of nothing',
    'requester',
    '/api/subjects/:subject/split',
    { participants: [], identifiers: [], name: null, reason: '分开' },
    '400 split_empty',
  ],
  [
    'a connector without a name',
    'administrator',
    '/api/connectors',
    connector({ name: '  ' }),
    '400 connector_name_invalid',
  ],
  [
    'a connector silent for 721 hours',
    'administrator',
    '/api/connectors',
    connector({ silenceHours: 721 }),
    '400 input_invalid /silenceHours',
  ],
  [
    'masks changed without a reason',
    'data_security',
    '/api/masking',
    { recipient: 'screen', rules: null, reason: '   ', seen: null },
    '400 reason_missing',
  ],
  [
    'learning switched without a reason',
    'data_security',
    '/api/masking/learn',
    { on: false, reason: '   ' },
    '400 reason_missing',
  ],
  [
    'keys rotated without a reason',
    'administrator',
    '/api/house/rotate-keys',
    { because: '  ' },
    '400 input_invalid /because',
  ],
  [
    'working days without a reason',
    'administrator',
    '/api/calendar',
    { text: 'id: x', replaces: [], seen: null, reason: '  ' },
    '400 input_invalid /reason',
  ],
  [
    'a WeCom key that is none',
    'administrator',
    '/api/intake/wecom-keys',
    { version: 1, privateKeyPem: 'no key' },
    '400 wecom_key_unreadable',
  ],
  [
    'a saved search without a name',
    'agent',
    '/api/search/saved',
    { permit: 'window', name: '  ', asked: { query: '您好' } },
    '400 saved_name_empty',
  ],
  [
    'a mapping without a name',
    'administrator',
    '/api/intake/mappings',
    { name: '  ', format: 'csv', mapping: { conversation: 'c', sender: 's', text: 't', time: 'z' } },
    '400 input_invalid /name',
  ],
  [
    'a tag of more than sixty letters',
    'legal',
    '/api/marks',
    { permit: 'window', records: [0], kind: 'tag', text: '要'.repeat(61) },
    '400 mark_text_invalid',
  ],
  [
    'a tag of two lines',
    'legal',
    '/api/marks',
    { permit: 'window', records: [0], kind: 'tag', text: '要\n点' },
    '400 mark_text_invalid',
  ],
  [
    'a note that says nothing',
    'legal',
    '/api/marks',
    { permit: 'window', records: [0], kind: 'note', text: '  ' },
    '400 mark_text_invalid',
  ],
  [
    'taking a file away out of a window',
    'legal',
    '/api/attachments/open',
    { permit: 'window', record: 0, attachment: 0, as: 'download' },
    '403 download_needs_grant',
  ],
  [
    'making an exporter of who may not',
    'requester',
    '/api/exports',
    { grantId: 'gra_aaaaaaaaaaaaaaaa', formats: ['csv'], names: 'mask' },
    '403 role_missing',
  ],
])('%s is refused by the house too', async (_what, role, path, body, expected) => {
  const sent = typeof body === 'function' ? body() : body
  const answer = await client(role).raw('POST', filled(path), 'other' in sent ? { ...sent, other: ids.subject } : sent)
  const { code, detail } = answer.body as { code?: string; detail?: { at?: string } } // a problem, or what should not be
  expect([answer.status, code, detail?.at].filter((word) => word !== undefined).join(' ')).toBe(expected)
})
