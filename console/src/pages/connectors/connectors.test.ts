import { describe, expect, it } from 'vitest'
import type { Connector, ConnectorStatus } from '../../wire.ts'
import { curlOf, SECRETS, secretsOf } from './how-to.ts'
import { inOrder, stateOf } from './state.ts'

const connector = (id: string, more: Partial<Connector> = {}): Connector => ({
  id,
  name: id,
  kind: 'http',
  platform: 'generic',
  origin: '',
  enabled: true,
  disabledReason: null,
  silenceHours: 24,
  createdAt: 0,
  keyMadeAt: 0,
  address: null,
  folder: null,
  format: null,
  ...more,
})
const status = (id: string, more: Partial<ConnectorStatus> = {}): ConnectorStatus => ({
  id,
  lastArrival: null,
  lastSourceTime: null,
  lag: null,
  today: { archived: 0, duplicates: 0, refused: 0 },
  gapsKnowable: false,
  missing: 0,
  gaps: [],
  silentSince: null,
  ...more,
})

describe('a connector', () => {
  it('is disabled, silent, new or receiving', () => {
    const one = connector('a')
    expect(stateOf(one, undefined)).toBe('never')
    expect(stateOf(one, status('a', { lastArrival: 5 }))).toBe('on')
    expect(stateOf(one, status('a', { lastArrival: 5, silentSince: 5 }))).toBe('silent')
    expect(stateOf(one, status('a', { silentSince: 5 }))).toBe('silent')
    expect(stateOf(connector('a', { enabled: false }), status('a', { silentSince: 5 }))).toBe('off')
  })

  it('that is silent stands first', () => {
    const all = [connector('c'), connector('b', { enabled: false }), connector('a'), connector('z')]
    const statuses = new Map([['z', status('z', { silentSince: 1 })]])
    expect(inOrder(all, statuses).map(({ id }) => id)).toEqual(['z', 'a', 'c', 'b'])
  })

  it('is made when every needed secret was typed; an empty optional one is left out', () => {
    expect(secretsOf('slack', {})).toBeNull()
    expect(secretsOf('slack', { signingSecret: ' s ' })).toEqual({ signingSecret: 's' })
    expect(secretsOf('feishu', { verificationToken: 'v', encryptKey: '' })).toEqual({ verificationToken: 'v' })
    expect(secretsOf('http', { token: 'left over' })).toEqual({})
    expect(Object.keys(SECRETS)).toHaveLength(6)
  })

  it('is shown with a line that holds no key', () => {
    const line = curlOf('https://house.example/api/intake/batches')
    expect(line).toContain('https://house.example/api/intake/batches')
    expect(line).toContain('$CUNZHEN_KEY')
    expect(JSON.parse(/-d '(.*)'$/.exec(line)?.[1] ?? '')).toMatchObject({ messages: [{ id: '1' }] })
  })
})
