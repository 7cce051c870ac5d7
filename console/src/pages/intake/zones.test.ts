import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../../../server/src/api/schema/intake.ts'
import { asksZone, CHINA, ZONES, zoneName } from './zones.ts'

describe('zones', () => {
  it('are named by hours, and minutes where there are any', () => {
    expect([480, 0, 345, -210, -600].map(zoneName)).toEqual(['UTC+8', 'UTC', 'UTC+5:45', 'UTC−3:30', 'UTC−10'])
  })

  it('are each there once, from west to east, within what the server takes, China’s among them', () => {
    expect(ZONES).toEqual([...new Set(ZONES)].toSorted((a, b) => a - b))
    expect([ZONES[0], ZONES.at(-1)]).toEqual([-720, 840])
    expect(ZONES).toContain(CHINA)
  })

  it('are asked for where times are local or the format is not known yet, and not where they are absolute', () => {
    expect([null, 'whatsapp', 'qq_txt'].map((one) => asksZone(FORMATS.find((name) => name === one) ?? null))).toEqual([
      true,
      true,
      true,
    ])
    expect([asksZone('slack'), asksZone('csv'), asksZone('wecom')]).toEqual([false, false, false])
  })
})
