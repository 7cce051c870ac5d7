import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMetrics } from '#platform/house'
import { type BareHouse, openBareHouse } from '#test/bare-house'
import { type Listening, listen } from './listen.ts'
import { serveMetrics } from './metrics.ts'

let bare: BareHouse
let listening: Listening
beforeAll(async () => {
  bare = await openBareHouse()
  listening = await listen(bare.house, { ...bare.config, metricsPort: 0 })
})
afterAll(async () => {
  await listening?.close()
  await bare?.close()
})

function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(`${listening.metrics}${path}`, { headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asking.on('error', reject)
    asking.end()
  })
}

test('numbers about the house are told on this machine, on a port of their own', async () => {
  await fetch(`${listening.base}/api/session`)
  const ours = { 'content-type': 'application/json', 'x-cunzhen': '1' }
  for (const path of ['search', 'session'])
    await fetch(`${listening.base}/api/${path}`, { method: 'POST', headers: ours, body: '{}' })
  const { status, text } = await ask('/metrics')
  expect(status).toBe(200)
  for (const name of [
    'records',
    'intake_records_per_second',
    'index_lag_entries',
    'seal_lag_entries',
    'anchor_troubles',
    'ledger_lag_entries',
    'audit_lag_acts',
    'journal_entries',
    'quarantined_items',
    'disk_bytes{share="index"}',
    'requests_total{operation="session_read"}',
    'errors_total{code="not_signed_in"}',
    'errors_total{code="input_invalid"}',
    'search_seconds_count{operation="search_query"}',
  ]) {
    expect(text).toContain(`\ncunzhen_${name} `)
  }
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']) expect(text).toContain(name)
  expect(new URL(listening.metrics ?? '').hostname).toBe('127.0.0.1')
})

test('nowhere else, and under no other name', async () => {
  for (const path of ['/', '/metrics?x', '/api/house']) expect((await ask(path)).status).toBe(404)
  expect((await ask('/metrics', { host: 'evil.example' })).status).toBe(404)
  for (const base of [listening.base, listening.portal]) {
    const answer = await fetch(`${base}/metrics`)
    expect(await answer.text()).not.toContain('cunzhen_records')
  }
})

test('is off unless a port is named', async () => {
  const silent = await listen(bare.house, bare.config)
  expect(silent.metrics).toBeNull()
  await silent.close()
})

test('numbers that cannot be read are an answer, not the end of the house', async () => {
  const broken = { ...createMetrics(), text: () => Promise.reject(new Error('no more files')) }
  const served = await serveMetrics(broken, 0)
  expect((await fetch(`${served.base}/metrics`)).status).toBe(500)
  await served.close()
})
