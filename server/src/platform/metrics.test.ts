import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

const linesOf = async (text: Promise<string>, name: string) =>
  (await text).split('\n').filter((line) => line.startsWith(name))

test('counters, durations and gauges are told in Prometheus’ text', async () => {
  const metrics = createMetrics()
  const refused = metrics.counter('cunzhen_errors_total', 'Errors.', 'code')
  for (const code of ['not_found', 'not_found', 'step_up_needed']) refused(code)
  metrics.durations('cunzhen_request_seconds', 'Requests.', 'operation')('search/run', 0.02)
  metrics.gauge('cunzhen_records', 'Records.', () => 12)
  metrics.gauges('cunzhen_disk_bytes', 'Disk.', 'share', async () => ({ journal: 5, index: 7 }))
  expect(await linesOf(metrics.text(), 'cunzhen_errors_total')).toEqual([
    'cunzhen_errors_total{code="not_found"} 2',
    'cunzhen_errors_total{code="step_up_needed"} 1',
  ])
  expect(await linesOf(metrics.text(), 'cunzhen_request_seconds_bucket{le="0.025"')).toEqual([
    'cunzhen_request_seconds_bucket{le="0.025",operation="search/run"} 1',
  ])
  expect(await linesOf(metrics.text(), 'cunzhen_records')).toEqual(['cunzhen_records 12'])
  expect(await linesOf(metrics.text(), 'cunzhen_disk_bytes')).toHaveLength(2)
})

test('a label is a code: names, numbers and floods of new ones are told as other', async () => {
  const metrics = createMetrics()
  const count = metrics.counter('cunzhen_errors_total', 'Errors.', 'code')
  for (const value of ['王小明', '13800138000', 'Has Blank', '', 'x'.repeat(99)]) count(value)
  for (let n = 0; n < 400; n++) count(`code_${n}`)
  const lines = await linesOf(metrics.text(), 'cunzhen_errors_total')
  expect(lines).toHaveLength(301)
  expect(lines).toContain('cunzhen_errors_total{code="other"} 105')
  expect(() => metrics.counter('other_name', '')).toThrow(expect.objectContaining({ code: 'broken_invariant' }))
})

test('a number that cannot be read is left out, and hides no other', async () => {
  const metrics = createMetrics()
  metrics.gauge('cunzhen_broken', 'Broken.', () => Promise.reject(new Error('busy')))
  metrics.gauge('cunzhen_whole', 'Whole.', () => 1)
  expect(await linesOf(metrics.text(), 'cunzhen_broken')).toEqual([])
  expect(await linesOf(metrics.text(), 'cunzhen_whole')).toEqual(['cunzhen_whole 1'])
})

test('the process is watched when asked', async () => {
  const metrics = createMetrics()
  expect(await metrics.text()).not.toContain('process_resident_memory_bytes')
  metrics.watchProcess()
  const text = await metrics.text()
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds']) expect(text).toContain(name)
})
