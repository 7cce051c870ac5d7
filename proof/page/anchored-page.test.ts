import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromUtf8, utf8 } from '../src/bytes/bytes.ts'
import { cosign, formatCosignerKey } from '../src/ledger/cosignature.ts'
import { parseNote, parseVerifierKey } from '../src/ledger/note.ts'
import { formatAnchorsFile } from '../src/package/anchors-file.ts'
import { PACKAGE_FILES } from '../src/package/package.ts'
import { zipOf } from '../test/support/containers.ts'
import { buildPackage } from '../test/support/package.ts'
import { testSigner } from '../test/support/signer.ts'
import { listed, readManifest, signManifest } from '../test/support/tamper.ts'
import { type Issued, openTsa } from '../test/support/tsa.ts'
import { buildPage } from './build.ts'

// Stamps by ECDSA and by RSA, and a cosignature, verified by what a browser has for crypto.

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
const house = testSigner('house')
const seen = testSigner('seen')
const witness = formatCosignerKey('witness.example/w1', parseVerifierKey(seen.verifierKey).publicKey)

describe.skipIf(CHROMIUM === undefined)('the page, of a package that others vouch for', () => {
  const tsa = openTsa()
  let home: string
  let browser: Browser
  let root: Issued

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'cunzhen-anchored-page-'))
    await writeFile(join(home, 'verify.html'), await buildPage())
    root = tsa.issue('Test TSA Root', 'root', null)
    const files = await buildPackage(house)
    const note = fromUtf8(files.get(PACKAGE_FILES.checkpoint) ?? new Uint8Array())
    const { text } = parseNote(note)
    const authorities = (['ec', 'rsa'] as const).map((kind) => {
      const unit = tsa.issue(`Test TSA ${kind}`, 'unit', root, kind)
      files.set(`proof/timestamps/${kind}.tsr`, tsa.stamp(utf8(text), { unit }))
      return { id: kind, name: kind, roots: [root.der], hints: [] }
    })
    files.set(PACKAGE_FILES.checkpoint, utf8(note + cosign(text, witness, 1_800_000_000, seen.sign)))
    files.set(PACKAGE_FILES.anchors, utf8(formatAnchorsFile({ authorities, witnesses: [witness] })))
    const manifest = readManifest(files)
    manifest.files = listed(files)
    signManifest(files, manifest, house)
    await writeFile(join(home, 'anchored.zip'), Buffer.from(await (await zipOf(files, null)).arrayBuffer()))
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    tsa.stop()
    await rm(home, { recursive: true, force: true })
  })

  it('says who vouches, and that a pinned root makes it more than the package\u2019s word', async () => {
    const context = await browser.newContext({ locale: 'zh-CN' })
    const opened = await context.newPage()
    await opened.goto(`file://${join(home, 'verify.html')}`)
    await opened.setInputFiles('#file', join(home, 'anchored.zip'))
    await opened.fill('#key', house.verifierKey)
    await opened.click('button.primary')
    await opened.waitForSelector('.verdict.genuine')
    const claimed = (await opened.textContent('.verdict')) ?? ''
    expect(claimed).toContain('有外部背书（包内自称，未固定）')
    for (const name of ['Test TSA ec', 'Test TSA rsa', 'witness.example/w1']) expect(claimed).toContain(name)
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(root.der).toString('base64')}\n-----END CERTIFICATE-----`
    await opened.fill('#key', `${house.verifierKey}\n${pem}`)
    await opened.click('button.primary')
    await opened.getByText('有外部背书（您固定的机构或见证方）').waitFor()
    expect(await opened.locator('.checks > li.passed').count()).toBe(13)
  })
})
