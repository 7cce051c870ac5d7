import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { lastAct } from '#audit'
import { SECOND } from '#base'
import type { Metrics } from '#platform'
import { createMetrics } from '#platform/house'
import type { House } from './house.ts'
import { diskState } from './house-state.ts'

// What a monitoring system may know of the house: counts, lags, durations. A listener of its own, on this machine only, off
// unless a port is named: whoever reads it learns how busy the house is, and nothing of what is in it.

/** What the listeners tell while they answer. */
export interface Meters {
  answered(operation: string, seconds: number): void
  failed(code: string): void
}

export interface Metering {
  readonly meters: Meters
  readonly metrics: Metrics
  stop(): void
}

const RATE_EVERY = 10 * SECOND

export function startMetering(house: House): Metering {
  const metrics = createMetrics()
  metrics.watchProcess()
  describeArchive(house, metrics)
  describeIntake(house, metrics)
  describeAlarms(house, metrics)
  metrics.gauges('cunzhen_disk_bytes', 'Bytes on disk, by what they are for.', 'share', async () =>
    Object.fromEntries((await diskState(house)).shares.map(({ share, bytes }) => [share, bytes])),
  )
  metrics.gauge(
    'cunzhen_calendar_known_seconds',
    'Until the last day that the calendar knows; 0: today is not known.',
    () => {
      const { knownUntil } = house.calendars.view()
      return knownUntil === null ? 0 : Math.max(0, (knownUntil - house.clock.now()) / SECOND)
    },
  )
  const rate = intakeRate(house)
  metrics.gauge('cunzhen_intake_records_per_second', 'Records archived a second, of late.', rate.read)
  const search = metrics.durations('cunzhen_search_seconds', 'Answers of search, by operation.', 'operation')
  const answered = metrics.counter('cunzhen_requests_total', 'Requests answered, by operation.', 'operation')
  const failed = metrics.counter('cunzhen_errors_total', 'Requests refused or failed, by code.', 'code')
  return {
    metrics,
    stop: rate.stop,
    meters: {
      failed,
      answered(operation, seconds) {
        answered(operation)
        if (operation.startsWith('search')) search(operation, seconds)
      },
    },
  }
}

function describeArchive(house: House, metrics: Metrics): void {
  const counts = () => house.archive.catalog.counts()
  const status = () => house.archive.status()
  const gauge = metrics.gauge
  gauge('cunzhen_records', 'Records archived since the house began.', () => counts().records)
  gauge('cunzhen_conversations', 'Conversations.', () => counts().conversations)
  gauge('cunzhen_segments', 'Sealed segments.', () => counts().segments)
  gauge('cunzhen_journal_entries', 'Entries that the journal still holds.', () => counts().entries - counts().prunedTo)
  gauge('cunzhen_index_lag_entries', 'Entries not searchable yet.', () =>
    Math.max(0, counts().entries - house.search.indexPosition()),
  )
  gauge('cunzhen_seal_lag_entries', 'Entries not in a segment yet.', () => counts().entries - counts().sealedTo)
  gauge('cunzhen_ledger_lag_entries', 'Entries not under a signed checkpoint yet.', async () =>
    Math.max(0, counts().entries - (await status()).signed),
  )
  gauge('cunzhen_audit_lag_acts', 'Acts not under a signed checkpoint yet.', async () =>
    Math.max(0, (await lastAct(house.db)) - (await status()).auditSigned),
  )
  gauge('cunzhen_anchor_troubles', 'Authorities and witnesses that did not answer well at the last try.', () => {
    const { authorities, witnesses, renewal, settings } = house.anchors.status()
    const parties = [...authorities, ...witnesses, renewal].filter(({ trouble }) => trouble !== null)
    return parties.length + (settings === 'unreadable' ? 1 : 0)
  })
}

function describeIntake(house: House, metrics: Metrics): void {
  metrics.gauge('cunzhen_quarantined_items', 'Items in quarantine.', () => house.intake.quarantinedItems())
  metrics.gauges('cunzhen_imports', 'The newest 200 imports, by state.', 'state', async () => {
    const states: Record<string, number> = {}
    for (const { state } of await house.intake.listImports(200)) states[state] = (states[state] ?? 0) + 1
    return states
  })
}

function describeAlarms({ exports }: House, metrics: Metrics): void {
  metrics.gauge(
    'cunzhen_alarms_open',
    'Alarms whose report is not filed yet.',
    async () => (await exports.alarmFigures()).open,
  )
  metrics.gauge(
    'cunzhen_alarms_overdue',
    'Of those, alarms whose report is overdue.',
    async () => (await exports.alarmFigures()).overdue,
  )
  metrics.gauges(
    'cunzhen_alarms',
    'Alarms ever raised, by kind.',
    'kind',
    async () => (await exports.alarmFigures()).raised,
  )
}

/** Over the last one or two turns, so that two readers do not disturb each other. */
function intakeRate(house: House) {
  const now = () => ({ at: performance.now(), records: house.archive.catalog.counts().records })
  let before = now()
  let since = before
  const timer = setInterval(() => {
    before = since
    since = now()
  }, RATE_EVERY).unref()
  return {
    read() {
      const { at, records } = now()
      return at > before.at ? ((records - before.records) * SECOND) / (at - before.at) : 0
    },
    stop: () => clearInterval(timer),
  }
}

const OWN_NAMES = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

/** Serves `GET /metrics` on the loopback address. @returns its own address, and how to end it */
export async function serveMetrics(metrics: Metrics, port: number): Promise<{ base: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // attacker-controlled: a page in a browser on this machine may ask under a name of its own that leads here
    const isAsked = request.method === 'GET' && request.url === '/metrics' && OWN_NAMES.test(request.headers.host ?? '')
    if (!isAsked) return response.writeHead(404).end()
    // whoever only watches must not end what is watched
    return metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
  const address = server.address() as AddressInfo // it listens on a port, not on a pipe
  return {
    base: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
