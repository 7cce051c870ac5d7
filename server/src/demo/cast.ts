import { randomBytes } from 'node:crypto'
import { type Clock, invariant } from '#base'
import { ApiClient, type Credentials, enrolThrough } from './client.ts'

// The people of a demo house: the administrator enrols through the first link, confirms the recovery kit, brings the
// others in from CSV, and each enrols through a link of their own. Nothing here goes around the API.

export interface CastMember extends Credentials {
  readonly role: string
  readonly name: string
  readonly client: ApiClient
}

export type Cast = ReadonlyMap<string, CastMember>

export async function enrolCast(base: string, firstLink: string, peopleCsv: string, clock: Clock): Promise<Cast> {
  const administrator = await enrolOne(base, firstLink, clock)
  const admin = administrator.client
  await confirmKit(admin)
  const report = await admin.post<{ links: { username: string; link: string }[]; refused: unknown[] }>(
    '/api/people/import',
    { csv: peopleCsv },
  )
  invariant(report.refused.length === 0, 'the demo people are taken without exception')
  const members = [administrator]
  for (const { link } of report.links) members.push(await enrolOne(base, link, clock))
  return new Map(members.map((member) => [member.role, member]))
}

async function enrolOne(base: string, link: string, clock: Clock): Promise<CastMember> {
  const client = new ApiClient(base)
  const password = randomBytes(12).toString('base64url')
  const credentials = await enrolThrough(client, link, password, clock.now())
  const me = await client.get<{ person: { roles: string[]; name: string } }>('/api/session')
  return { ...credentials, client, role: me.person.roles[0] ?? 'nobody', name: me.person.name }
}

async function confirmKit(admin: ApiClient): Promise<void> {
  const { kit } = await admin.get<{ kit: { groups: string[] } | null }>('/api/setup')
  if (!kit) return
  const groups = { '2': kit.groups[1], '11': kit.groups[10] }
  await admin.post('/api/setup/kit', { groups })
}
