import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type House, type Listening, listen } from '#api'
import { type Clock, DAY, type Instant, startOfDay, systemClock } from '#base'
import { type Cast, type CastMember, enrolCast, storyPeople } from '#demo'
import { readConfig, type Sms } from '#platform'
import { createLog } from '#platform/house'
import { openHouse } from '#wire'

// A whole house as `npm start` has it: real files, real threads, real listeners, everybody enrolled through the API.

export interface World {
  readonly dir: string
  readonly house: House
  readonly listening: Listening
  readonly cast: Cast
  /** What the customers' phones got, newest first. */
  readonly inbox: Sms[]
  person(role: string): CastMember
  /** Closes it and leaves its folder, for what is done with the server stopped. */
  leave(): Promise<void>
  close(): Promise<void>
}

/** @param clock of the house; connected clients take their codes by it */
export async function openWorld(clock: Clock = systemClock): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-world-'))
  const inbox: Sms[] = []
  const config = readConfig({}, ['--house', join(dir, 'house'), '--port', '0', '--portal-port', '0'])
  const { house, close } = await openHouse(config, {
    clock,
    demo: true,
    log: createLog('error'),
    deliver: async (message) => void inbox.unshift(message),
  })
  const listening = await listen(house, config)
  const link = await house.identity.issueFirstAdministratorLink()
  const cast = await enrolCast(listening.base, `#${link?.token}`, await storyPeople(), clock)
  return {
    dir,
    house,
    listening,
    cast,
    inbox,
    person(role) {
      const found = cast.get(role)
      if (!found) throw new Error(`nobody of the cast is ${role}`)
      return found
    },
    async leave() {
      await listening.close()
      await close()
    },
    async close() {
      await listening.close().catch(() => undefined) // it may have been left already
      await close().catch(() => undefined)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** From noon of the house's next day by the machine's second hand: what a house counts by days is counted within one. */
export function atNoon(): Clock {
  const ahead = startOfDay(systemClock.now()) + 1.5 * DAY - systemClock.now()
  return { now: () => (systemClock.now() + ahead) as Instant } // an Instant and a number of milliseconds
}

export interface Line {
  readonly conv: string
  readonly sender: string
  readonly text: string
  readonly ts: number
}

/** Takes lines in as the administrator would, and waits until they are searchable. */
export async function takeIn(world: World, lines: readonly Line[], name = 'lines.jsonl'): Promise<void> {
  const form = new FormData()
  const mapping = {
    platform: 'test',
    conversation: 'conv',
    sender: 'sender',
    text: 'text',
    time: 'ts',
    timeFormat: 'ms',
  }
  form.append('options', JSON.stringify({ format: 'jsonl', origin: 'test', mapping }))
  form.append('file', new Blob([lines.map((line) => `${JSON.stringify(line)}\n`).join('')]), name)
  const started = await world.person('administrator').client.post<{ id: never }>('/api/intake/imports', form)
  const ended = await world.house.intake.ended(started.id)
  if (ended.state !== 'finished' || ended.counts.quarantined > 0) throw new Error(`the import is ${ended.state}`)
  await world.house.search.reach(world.house.archive.catalog.counts().entries)
}

/** Participant number of an account of the test platform. */
export function participantOf(world: World, account: string): number {
  const known = world.house.archive.catalog.participantOf('test', account)
  if (!known) throw new Error('no such participant')
  return known.no
}

let cases = 0

/** From request to running grant, on a basis that needs no consent. Answers the grant's id. */
export async function grantFor(
  world: World,
  scope: { readonly people?: number[]; readonly conversations?: number[]; readonly from: number; readonly to: number },
): Promise<string> {
  const requester = world.person('requester').client
  const asked = await requester.post<{ id: string; scopeDigest: string }>('/api/requests', {
    purpose: 'dispute',
    basis: 'contract',
    caseNo: `#2026-${String(++cases).padStart(4, '0')}`, // the same request twice at once counts as a double click
    reason: 'a scenario of the tests',
    scope: { subjects: [], people: [], conversations: [], kinds: null, undated: false, ...scope },
    useUntil: Date.now() + 7 * 86_400_000,
  })
  const stages = [
    ['supervisor', 'supervisor'],
    ['it', 'it_reviewer'],
    ['legal', 'legal'],
    ['data_security', 'data_security'],
  ] as const
  for (const [stage, role] of stages) {
    const decision = { stage, verdict: 'approve', reason: '', scopeDigest: asked.scopeDigest }
    await world.person(role).client.post(`/api/requests/${asked.id}/decide`, decision)
  }
  return (await requester.get<{ grantId: string }>(`/api/requests/${asked.id}`)).grantId
}
