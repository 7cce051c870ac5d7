import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DAY } from '#base'
import { type ApiClient, codeAt, releaseExport } from '#demo'
import type { BenchHouse } from './bench-house.ts'

// An export from the request to the password, as the house's people make it through the API.

/** A grant over these conversations, with all four approvals. @returns its id */
export async function grantOver(bench: BenchHouse, conversations: readonly number[]): Promise<string> {
  await freshFactors(bench)
  const requester = bench.person('requester').client
  const request = await requester.post<{ id: string; scopeDigest: string }>('/api/requests', {
    purpose: 'internal_audit',
    basis: 'legal_duty',
    caseNo: '#bench',
    reason: 'measuring',
    scope: { subjects: [], people: [], conversations, from: 0, to: Date.now(), kinds: null, undated: true },
    useUntil: Date.now() + 7 * DAY,
  })
  const { id, scopeDigest } = request
  for (const [stage, role] of [
    ['supervisor', 'supervisor'],
    ['it', 'it_reviewer'],
    ['legal', 'legal'],
    ['data_security', 'data_security'],
  ]) {
    await bench
      .person(role ?? '')
      .client.post(`/api/requests/${id}/decide`, { stage, verdict: 'approve', reason: '', scopeDigest })
  }
  const { grantId } = await requester.get<{ grantId: string }>(`/api/requests/${id}`)
  return grantId
}

export interface Handed {
  readonly path: string
  readonly password: string
  readonly rows: number
  readonly seconds: number
  readonly bytes: number
}

/** Who takes part in a run; the requester alone learns the password. */
export interface ExportPeople {
  readonly requester: ApiClient
  readonly executor: ApiClient
  readonly monitor: ApiClient
  /** Whose yes a package waits for, and whose second one where it is bulk. */
  readonly legal: ApiClient
  readonly data_security: ApiClient
}

export function peopleOf(bench: BenchHouse): ExportPeople {
  const client = (role: string) => bench.person(role).client
  return {
    requester: client('requester'),
    executor: client('executor'),
    monitor: client('monitor'),
    legal: client('legal'),
    data_security: client('data_security'),
  }
}

/** Asks for the export of a grant. @returns its id */
export async function askFor(
  { executor }: ExportPeople,
  grantId: string,
  formats?: readonly string[],
): Promise<string> {
  const { id } = await executor.post<{ id: string }>('/api/exports', {
    grantId,
    bulkReason: 'measuring',
    ...(formats && { formats }),
  })
  return id
}

/** Confirms what was asked for, waits until the package is made, and has it released. @throws Error where the run fails */
export async function handOut(house: string, id: string, people: ExportPeople): Promise<Handed> {
  const began = performance.now()
  await people.monitor.post(`/api/exports/${id}/confirm`)
  for (;;) {
    const view = await people.executor.get<{ state: string; rows: number; problem: string; bytes: number }>(
      `/api/exports/${id}`,
    )
    if (view.state === 'failed') throw new Error(`the export failed: ${view.problem}`)
    if (view.state === 'awaiting_release') {
      const seconds = (performance.now() - began) / 1000
      await releaseExport((role) => people[role as keyof ExportPeople], id) // its roles are the people's names
      const { password } = await people.requester.post<{ password: string }>(`/api/exports/${id}/password`)
      const { rows, bytes } = view
      return { path: join(house, 'exports', `${id}.zip`), password, rows, seconds, bytes }
    }
    await delay(100)
  }
}

/** Enrolment counts as a second factor for five minutes, and an import may take longer: everybody types a fresh code. */
export async function freshFactors(bench: BenchHouse): Promise<void> {
  for (const { client, totpSecret } of bench.cast.values()) {
    const code = codeAt(totpSecret, Date.now())
    const answer = await client.raw('POST', '/api/session/step-up', { code })
    if (answer.status >= 400) {
      await delay(31_000) // this step's code was used when enrolling
      await client.post('/api/session/step-up', { code: codeAt(totpSecret, Date.now()) })
    }
  }
}
