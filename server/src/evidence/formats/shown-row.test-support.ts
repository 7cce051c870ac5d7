import type { ShownRow } from '@cunzhen/proof'

const TIME = '2026-09-01 10:00:00 +08:00'

/** A row as its CSV line has it, with what a test is about. */
export function shownRow(n: number, { time = TIME, conv = 1, body = 'x', sender = 'a', kind = 'text' } = {}): ShownRow {
  const said = [kind, sender, '', '', body, 'wecom', '', '', '0', 'ab'.repeat(32)]
  return { cells: [String(n), String(n), `会话 ${conv}`, '0', time, time, ...said], conv, kinds: [] }
}
