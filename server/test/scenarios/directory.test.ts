import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorld, type World } from '#test/world'

// A directory sends people and groups (SCIM 2.0, RFC 7643/7644); lists change people after a trial; groups fill by rule.

let world: World
let token: string
beforeAll(async () => {
  world = await openWorld()
  const admin = world.person('administrator').client
  const made = await admin.post<{ token: string; directory: object; address: string }>('/api/directories', {
    name: '人事系统',
    roles: ['agent'],
  })
  expect(made.address).toMatch(/\/scim\/v2$/)
  token = made.token
}, 120_000)
afterAll(() => world.close())

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const ACCOUNTS = 'urn:cunzhen:params:scim:schemas:extension:accounts:1.0:User'

interface Resource {
  id: string
  userName: string
  displayName: string
  active: boolean
  members: { value: string }[]
  totalResults: number
  Resources: Resource[]
  scimType: string
  detail: string
  [key: string]: unknown
}

async function scim(method: string, path: string, body?: unknown, bearer = token) {
  const response = await fetch(`${world.listening.base}/scim/v2${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { 'content-type': 'application/scim+json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  // every answer of the test is one of these
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (text ? JSON.parse(text) : null) as Resource,
  }
}
const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})
const addUser = async (userName: string, more: object = {}) =>
  (await scim('POST', '/Users', { userName, displayName: userName, ...more })).body

describe('a directory', () => {
  test('is let in by its token alone, and says what it can do', async () => {
    const config = await scim('GET', '/ServiceProviderConfig')
    expect(config).toMatchObject({ status: 200, type: 'application/scim+json; charset=utf-8' })
    expect(config.body).toMatchObject({ patch: { supported: true }, changePassword: { supported: false } })
    expect((await scim('GET', '/Schemas')).body.totalResults).toBe(4)
    expect((await scim('GET', '/ResourceTypes/User')).body).toMatchObject({ endpoint: '/Users' })
    for (const wrong of ['', 'x'.repeat(43)]) {
      const refused = await scim('GET', '/Users', undefined, wrong)
      expect(refused).toMatchObject({ status: 401, body: { status: '401', detail: 'directory_token_wrong' } })
    }
    const cookie = world.person('administrator').client
    expect((await cookie.raw('GET', '/scim/v2/Users')).status).toBe(401)
    const { acts } = await world
      .person('auditor')
      .client.post<{ acts: object[] }>('/api/audit', { action: 'directory.knock' })
    expect(acts).toHaveLength(1) // one a minute, with the number of the others: nobody fills the audit by knocking
  })

  test('adds, finds, replaces and changes people; nobody can sign in by it', async () => {
    const made = await scim('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
      userName: 'Xiao.Ming@corp.example',
      externalId: 'hr-7',
      name: { familyName: '陈', givenName: '小明' },
      password: 'never read',
      active: true,
      title: '客服',
      emails: [{ value: 'ming@corp.example', type: 'work', primary: true }],
      roles: [{ value: 'agent' }],
      [ENTERPRISE]: { department: '客服一部', employeeNumber: '0007' },
      [ACCOUNTS]: { accounts: [{ platform: 'wecom', account: 'xiaoming' }] },
    })
    expect(made.status).toBe(201)
    const { id } = made.body
    expect(made.body).toMatchObject({ userName: 'xiao.ming@corp.example', displayName: '陈小明', active: true })
    const person = (await people()).find((each) => each.id === id)
    expect(person).toMatchObject({
      state: 'invited',
      roles: ['agent'],
      attributes: { department: '客服一部', title: '客服', employee_no: '0007', email: 'ming@corp.example' },
      accounts: [{ platform: 'wecom', account: 'xiaoming' }],
    })
    for (const filter of [
      'userName eq "xiao.ming@CORP.example"',
      'externalId eq "hr-7"',
      'emails[type eq "work" and value co "ming@"]',
      `${ENTERPRISE}:department eq "客服一部" and not (active eq false)`,
    ]) {
      const { body } = await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
      expect(
        body.Resources.map((each) => each.id),
        filter,
      ).toEqual([id])
    }
    expect((await scim('GET', '/Users?count=1&startIndex=2&attributes=userName')).body).toMatchObject({
      startIndex: 2,
      itemsPerPage: 1,
    })
    // a replacement that knows neither roles nor accounts leaves both
    const put = await scim('PUT', `/Users/${id}`, {
      userName: 'xiao.ming@corp.example',
      displayName: '陈明',
      externalId: 'hr-7',
    })
    expect(put.body).toMatchObject({ displayName: '陈明', [ENTERPRISE]: { department: '客服一部' } })
    expect(put.body.title).toBeUndefined()
    const changed = await scim(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'Replace', path: `${ENTERPRISE}:department`, value: '客服二部' },
        { op: 'Add', value: { title: '组长', 'name.familyName': '陈' } },
        { op: 'add', path: 'emails[type eq "work"].value', value: 'chen@corp.example' },
      ),
    )
    expect(changed.body).toMatchObject({
      title: '组长',
      emails: [{ value: 'chen@corp.example' }],
      [ENTERPRISE]: { department: '客服二部', employeeNumber: '0007' },
    })
    const off = await scim('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))
    expect(off.body.active).toBe(false)
    expect((await people()).find((each) => each.id === id)?.state).toBe('disabled')
    expect((await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: true } }))).body.active).toBe(
      true,
    )
  })

  test.each(['application/scim+json', 'application/json'])(
    'may name %s as the type of a DELETE without a body',
    async (type) => {
      const { id } = await addUser(`typed.${type.length}`)
      const headers = { authorization: `Bearer ${token}`, 'content-type': type }
      const call = (method: string) => fetch(`${world.listening.base}/scim/v2/Users/${id}`, { method, headers })
      expect((await call('PUT')).status).toBe(400)
      expect((await call('DELETE')).status).toBe(204)
    },
  )

  test('takes a person out: disabled, gone for the directory, kept by the house; the same name comes back as the same', async () => {
    const { id } = await addUser('leaver')
    expect((await scim('DELETE', `/Users/${id}`)).status).toBe(204)
    expect((await scim('GET', `/Users/${id}`)).status).toBe(404)
    expect((await scim('DELETE', `/Users/${id}`)).status).toBe(404)
    expect((await people()).find((each) => each.id === id)?.state).toBe('disabled')
    expect((await addUser('leaver')).id).toBe(id)
  })

  test('gives only the roles it was let in with, and never two that exclude each other', async () => {
    const cases: [string, object, number, string][] = [
      ['a1', { roles: [{ value: 'legal' }] }, 403, 'directory_role_forbidden'],
      ['a2', { roles: [{ value: 'administrator' }] }, 403, 'directory_role_forbidden'],
      ['a3', { roles: [{ value: 'chief' }] }, 400, 'role_unknown'],
      ['bad name', {}, 400, 'username_invalid'],
      ['admin', {}, 409, 'username_taken'],
      ['a4', { [ENTERPRISE]: { manager: { value: 'psn_none' } } }, 400, 'manager_unknown'],
      ['a5', { externalId: 'hr-7' }, 409, 'external_id_taken'],
    ]
    for (const [userName, more, status, detail] of cases) {
      const { status: got, body } = await scim('POST', '/Users', { userName, displayName: userName, ...more })
      expect([got, body.detail], userName).toEqual([status, detail])
    }
    const admin = (await scim('GET', '/Users?filter=userName%20eq%20%22admin%22')).body.Resources[0]
    const both = await scim(
      'PATCH',
      `/Users/${admin?.id}`,
      patch({ op: 'add', path: 'roles', value: [{ value: 'agent' }] }),
    )
    expect([both.status, both.body.detail]).toEqual([400, 'powers_conflict'])
    const out = await scim('DELETE', `/Users/${admin?.id}`)
    expect([out.status, out.body.detail]).toEqual([409, 'last_administrator'])
    const make = (roles: string[]) =>
      world.person('administrator').client.raw('POST', '/api/directories', { name: 'x', roles })
    for (const role of ['administrator', 'auditor', 'examiner']) {
      expect((await make([role])).body).toMatchObject({ code: 'directory_role_never' })
    }
    expect((await world.person('legal').client.raw('POST', '/api/directories', { name: 'x', roles: [] })).status).toBe(
      403,
    )
  })

  test('does not let in again whom an administrator shut out by hand', async () => {
    const { id } = await addUser('held')
    const admin = world.person('administrator').client
    await admin.call('PATCH', `/api/people/${id}`, { disabled: true })
    const back = await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: true }))
    expect([back.status, back.body.detail]).toEqual([403, 'disabled_by_hand'])
    expect((await scim('PATCH', `/Users/${id}`, patch({ op: 'add', path: 'title', value: 'x' }))).status).toBe(200)
    await admin.call('PATCH', `/api/people/${id}`, { disabled: false })
    expect((await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: true }))).status).toBe(
      200,
    )
  })

  test('makes and fills groups; what it cannot say is refused by its own word', async () => {
    const [a, b] = [await addUser('member.a'), await addUser('member.b')]
    const group = await scim('POST', '/Groups', { displayName: '夜班二组', members: [{ value: a.id }] })
    expect(group.status).toBe(201)
    const path = `/Groups/${group.body.id}`
    const both = await Promise.all(
      [b, await addUser('member.c')].map(({ id }) =>
        scim('PATCH', path, patch({ op: 'Add', path: 'members', value: [{ value: id }] })),
      ),
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect((await scim('GET', path)).body.members).toHaveLength(3)
    await scim('PATCH', path, patch({ op: 'remove', path: `members[value eq "${a.id}"]` }))
    await scim('PATCH', path, patch({ op: 'replace', value: { displayName: '夜班三组' } }))
    expect((await people()).find((each) => each.id === b.id)?.groups).toEqual(['夜班三组'])
    const cases: [string, string, object | undefined, number, string, string | undefined][] = [
      [
        'PATCH',
        path,
        patch({ op: 'add', path: 'members', value: [{ value: 'psn_none' }] }),
        400,
        'member_unknown',
        'invalidValue',
      ],
      ['PATCH', path, patch({ op: 'burn' }), 400, 'patch_invalid', 'invalidSyntax'],
      ['PATCH', path, patch({ op: 'add', path: '[[', value: 1 }), 400, 'path_invalid', 'invalidPath'],
      ['GET', '/Groups?filter=displayName%20is%20x', undefined, 400, 'filter_invalid', 'invalidFilter'],
      ['GET', `/Users?filter=${'('.repeat(500)}`, undefined, 400, 'filter_invalid', 'invalidFilter'],
      ['POST', '/Groups', { displayName: '夜班三组' }, 409, 'group_taken', 'uniqueness'],
      ['PUT', `/Users/${a.id}`, { userName: 'other' }, 400, 'username_fixed', 'mutability'],
      ['GET', '/Groups/grp_none', undefined, 404, 'group_not_found', undefined],
      ['GET', '/Nothing', undefined, 404, 'no_such_path', undefined],
    ]
    for (const [method, where, body, status, detail, scimType] of cases) {
      const answer = await scim(method, where, body)
      expect([answer.status, answer.body.detail, answer.body.scimType], detail).toEqual([status, detail, scimType])
    }
    expect((await scim('DELETE', path)).status).toBe(204)
    expect((await people()).find((each) => each.id === b.id)?.groups).toEqual([])
  })

  test('that was shut out is out at once', async () => {
    const admin = world.person('administrator').client
    const { directory, token: other } = await admin.post<{ directory: { id: string }; token: string }>(
      '/api/directories',
      {
        name: '旧系统',
      },
    )
    expect((await scim('GET', '/Users', undefined, other)).status).toBe(200)
    await admin.post(`/api/directories/${directory.id}/revoke`)
    expect((await scim('GET', '/Users', undefined, other)).status).toBe(401)
    const { directories } = await admin.get<{ directories: object[] }>('/api/directories')
    expect(JSON.stringify(directories)).not.toContain(other)
  })

  test('sends nothing more with a body that comes after it was shut out', async () => {
    const admin = world.person('administrator').client
    const { directory } = await admin.post<{ directory: { id: never } }>('/api/directories', { name: '慢系统' })
    const slow = { id: directory.id, roles: [] }
    const told = {
      username: 'slow.one',
      name: 'slow.one',
      active: true,
      externalId: null,
      attributes: {},
      phone: null,
      manager: null,
      accounts: [],
      roles: [],
    }
    const doors = world.house.identity.directory
    const { id } = await doors.add(slow, told)
    const { id: group } = await doors.writeGroup(slow, null, () => ({ name: '慢组', externalId: null, members: [id] }))
    await admin.post(`/api/directories/${directory.id}/revoke`)
    const out = { code: 'directory_token_wrong' }
    await expect(doors.add(slow, { ...told, username: 'slow.two' })).rejects.toMatchObject(out)
    await expect(doors.replace(slow, id, () => ({ ...told, active: false }))).rejects.toMatchObject(out)
    await expect(doors.remove(slow, id)).rejects.toMatchObject(out)
    await expect(
      doors.writeGroup(slow, group, () => ({ name: '慢组', externalId: null, members: [] })),
    ).rejects.toMatchObject(out)
    await expect(doors.removeGroup(slow, group)).rejects.toMatchObject(out)
    expect((await people()).find((each) => each.id === id)).toMatchObject({ state: 'invited', groups: ['慢组'] })
  })

  test('changes what it names, beside what people change at the same moment', async () => {
    const { id } = await addUser('two.hands', { [ACCOUNTS]: { accounts: [] } })
    const { client } = world.person('administrator')
    for (let n = 0; n < 8; n++) {
      await Promise.all([
        scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'title', value: `t${n}` })),
        client.call('PATCH', `/api/people/${id}`, { accounts: [{ platform: 'wecom', account: `two${n}` }] }),
      ])
      const { body } = await scim('GET', `/Users/${id}`)
      expect(body).toMatchObject({ title: `t${n}`, [ACCOUNTS]: { accounts: [{ account: `two${n}` }] } })
    }
  })
})

interface Shown {
  id: string
  username: string
  name: string
  state: string
  roles: string[]
  groups: string[]
  ruleGroups: string[]
  attributes: Record<string, string>
}
const people = async () => (await world.person('administrator').client.get<{ people: Shown[] }>('/api/people')).people

describe('a group with a rule', () => {
  test('holds whom its rule names, says why, and follows every change', async () => {
    const admin = world.person('administrator').client
    const [one, two] = [
      await addUser('rule.one', { [ENTERPRISE]: { department: '法务部' }, title: '专员' }),
      await addUser('rule.two', { [ENTERPRISE]: { department: '财务部' } }),
    ]
    const rule = [{ attribute: 'department', is: ['法务部', '合规部'] }]
    const trial = await admin.post<{ members: object[] }>('/api/groups/try', { rule })
    expect(trial.members).toEqual([{ person: one.id, because: [{ attribute: 'department', value: '法务部' }] }])
    const group = await admin.post<{ id: string; members: object[] }>('/api/groups', { name: '法务与合规', rule })
    expect(group.members).toEqual(trial.members)

    await scim(
      'PATCH',
      `/Users/${two.id}`,
      patch({ op: 'replace', path: `${ENTERPRISE}:department`, value: ' 合规部 ' }),
    )
    expect((await people()).find(({ id }) => id === two.id)).toMatchObject({ ruleGroups: ['法务与合规'] })
    await admin.call('PATCH', `/api/people/${one.id}`, { disabled: true })
    expect((await people()).find(({ id }) => id === one.id)?.groups).toEqual([])
    const byHand = await scim(
      'PATCH',
      `/Groups/${group.id}`,
      patch({ op: 'add', path: 'members', value: [{ value: one.id }] }),
    )
    expect([byHand.status, byHand.body.detail, byHand.body.scimType]).toEqual([400, 'group_by_rule', 'mutability'])
    await admin.call('PATCH', `/api/people/${two.id}`, { groups: ['手工组', '法务与合规'] })
    expect((await people()).find(({ id }) => id === two.id)).toMatchObject({
      groups: ['手工组', '法务与合规'],
      ruleGroups: ['法务与合规'],
    })
    await admin.call('PATCH', `/api/groups/${group.id}`, { rule: [{ attribute: 'title', is: ['总监'] }] })
    expect((await people()).find(({ id }) => id === two.id)?.groups).toEqual(['手工组'])
    expect(
      (await admin.raw('POST', '/api/groups', { name: 'x', rule: [{ attribute: 'shoe', is: ['1'] }] })).status,
    ).toBe(400)
    for (const role of ['legal', 'auditor', 'team_lead']) {
      expect((await world.person(role).client.raw('POST', '/api/groups/try', { rule })).status).toBe(403)
    }
  })
})

describe('a list of people', () => {
  const list = (rows: string[]) => ['username,name,roles,department,active,phone', ...rows].join('\n')
  const take = (csv: string, more: object = {}) =>
    world.person('administrator').client.post<{
      created: number
      updated: number
      same: number
      disabled: number
      links: object[]
      refused: object[]
      groups: object
      lines: { username: string; what: string; changes: object[] }[]
    }>('/api/people/import', { csv, ...more })

  test('shuts nobody’s own door, and is taken from nobody but an administrator', async () => {
    const own = await take('username,name,active\nadmin,我,no\n')
    expect(own.refused).toEqual([{ line: 2, code: 'own_roles' }])
    const { client } = world.person('legal')
    expect((await client.raw('POST', '/api/people/import', { csv: 'username,name\nx1,y', trial: true })).status).toBe(
      403,
    )
  })

  test('is tried first: what would change is told person by person, and nothing is changed', async () => {
    const admin = world.person('administrator').client
    await admin.post('/api/groups', { name: '售后', rule: [{ attribute: 'department', is: ['售后部'] }] })
    await take(list(['list.a,甲,agent,售后部,yes,13800138000', 'list.b,乙,agent,售后部,,', 'list.c,丙,,售前部,,']))
    const before = await people()
    const csv = list([
      'list.a,甲甲,agent,售前部,,13800139999',
      'list.b,乙,agent,售后部,,',
      'list.d,丁,agent;auditor,售后部,,',
      'list.e,戊,agent,售后部,,',
      'list.f,己,agent,售后部,maybe,',
    ])
    const trial = await take(csv, { trial: true, absent: 'disable' })
    expect(await people()).toEqual(before)
    expect(trial).toMatchObject({ created: 1, updated: 1, same: 1, links: [], groups: { added: 1, removed: 1 } })
    expect(trial.refused).toEqual([
      { line: 4, code: 'powers_conflict' },
      { line: 6, code: 'active_invalid' },
    ])
    const told = Object.fromEntries(trial.lines.map((each) => [each.username, each]))
    expect(told['list.a']).toMatchObject({
      what: 'update',
      changes: [
        { field: 'name', before: '甲', after: '甲甲' },
        { field: 'phone', before: '****8000', after: '****9999' },
        { field: 'department', before: '售后部', after: '售前部' },
      ],
    })
    expect(told['list.c']).toMatchObject({ what: 'disable' })
    expect(told['list.e']?.changes).toContainEqual({ field: 'roles', before: null, after: 'agent' })

    const done = await take(csv, { absent: 'disable' })
    expect({ ...done, links: [] }).toEqual(trial)
    expect(done.links).toHaveLength(1)
    const after = Object.fromEntries((await people()).map((each) => [each.username, each]))
    expect(after['list.c']?.state).toBe('disabled')
    expect(after['list.e']?.ruleGroups).toEqual(['售后'])
    expect(after['list.a']?.groups).toEqual([])
    // people who never came by a list, the administrator first of all, are not taken out by one
    expect(after.admin?.state).toBe('active')
  })
})
