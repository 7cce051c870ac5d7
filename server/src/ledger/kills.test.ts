import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { equalBytes } from '@cunzhen/proof/keeping'
import { expect, test } from 'vitest'
import { fsckLedger, openLedger } from './index.ts'
import { entryOf, rootOfFirst, sourceOf, temporaryDir, testSigner } from './testing.test-support.ts'

const SIGNER = testSigner()
const KILLS = 10

/** Runs the integrating process until `acknowledgements` more groups and `delay` ms, kills it, and returns what it said. */
async function runAndKill(dir: string, acknowledgements: number, delay: number): Promise<number> {
  const target = fileURLToPath(new URL('./kills.test-process.ts', import.meta.url))
  const child = spawn(process.execPath, [target, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  let left = acknowledgements
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    left -= chunk.toString().split('\n').length - 1
    if (left <= 0) setTimeout(() => child.kill('SIGKILL'), delay)
  })
  await new Promise((resolve) => child.on('close', resolve))
  const lines = said.split('\n').slice(0, -1) // a line cut by the kill was not said
  return Number(lines.at(-1))
}

test(`a ledger whose process is killed ${KILLS} times loses nothing it has called durable`, {
  timeout: 120_000,
}, async () => {
  const { dir, remove } = temporaryDir()
  let acknowledged = 0
  for (let kill = 0; kill < KILLS; kill++) {
    acknowledged = Math.max(acknowledged, await runAndKill(dir, 1 + (kill % 4), Math.random() * 40))
    const report = fsckLedger(dir, SIGNER.verifierKey)
    expect(report).toMatchObject({ ok: true, problems: [] })
    expect(report.size).toBeGreaterThanOrEqual(acknowledged)
  }
  const ledger = await openLedger(dir, SIGNER, sourceOf(1e9))
  expect(fsckLedger(dir, SIGNER.verifierKey)).toMatchObject({ ok: true, leftovers: 0 })
  expect(equalBytes(ledger.root, rootOfFirst(ledger.size))).toBe(true)
  expect(ledger.readEntry(acknowledged - 1)).toEqual(entryOf(acknowledged - 1))
  remove()
})
