import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGE_FILES } from '../src/package/package.ts'
import { completePackage4 } from '../test/support/complete.ts'
import { zipOf } from '../test/support/containers.ts'
import { addFurther, shownRowsOf, signedByHouse } from '../test/support/further.ts'
import { buildPackage } from '../test/support/package.ts'
import { testSigner } from '../test/support/signer.ts'
import { buildPage } from './build.ts'
import { counted } from './words.ts'

const PASSWORD = 'correct horse 电池'
let home: string
let page: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cunzhen-page-'))
  page = await buildPage()
  await writeFile(join(home, 'verify.html'), page)
  const files = await buildPackage(testSigner('house'))
  await writeFile(join(home, 'good.zip'), Buffer.from(await (await zipOf(files, PASSWORD)).arrayBuffer()))
  const csv = Buffer.from(files.get(PACKAGE_FILES.csv) ?? []).toString('utf8')
  files.set(PACKAGE_FILES.csv, Buffer.from(csv.replace('138****8000', '13800138000')))
  await writeFile(join(home, 'bad.zip'), Buffer.from(await (await zipOf(files, PASSWORD)).arrayBuffer()))
  await writeFile(join(home, 'none.zip'), 'this is no zip')
})

afterAll(() => rm(home, { recursive: true, force: true }))

describe('the page', () => {
  it('is one file that may load and send nothing', () => {
    expect(page).toContain("default-src 'none'")
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page.match(/<style>/g)).toHaveLength(1)
    expect(page).not.toMatch(/(?:src|href)=["']/)
    expect(page).not.toMatch(/["'`]node:|\beval\(|new Function/)
    for (const [tag, directive] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ]) {
      const text = new RegExp(`<${tag}(?: [^>]*)?>([\\s\\S]*)</${tag}>`).exec(page)?.[1] ?? ''
      const hash = createHash('sha256').update(text).digest('base64')
      expect(page).toContain(`${directive} 'sha256-${hash}'`)
    }
  })

  it('counts one as one', () => {
    expect(counted('unitStamps', 1, 'en')).toBe('1 stamp')
    expect(counted('unitStamps', 2, 'en')).toBe('2 stamps')
    expect(counted('unitStamps', 1, 'zh')).toBe('1 枚')
  })

  it('has no placeholder left and is small enough to mail', () => {
    expect(page).not.toContain('{{')
    expect(page.length).toBeLessThan(400_000)
  })
})

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

describe.skipIf(CHROMIUM === undefined)('the page in Chromium', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] })
  })

  afterAll(() => browser?.close())

  /** A fresh page; whatever it complains of or asks the network for is kept. */
  async function open(locale: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ locale })
    const opened = await context.newPage()
    const complaints: string[] = []
    opened.on('pageerror', (error) => complaints.push(String(error)))
    opened.on('console', (message) => complaints.push(message.text()))
    opened.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url())
    })
    await opened.goto(`file://${join(home, 'verify.html')}`)
    return { page: opened, complaints }
  }

  async function answer(opened: Page, file: string, password: string): Promise<string> {
    await opened.setInputFiles('#file', join(home, file))
    await opened.fill('#password', password)
    await opened.click('button.primary')
    await opened.waitForSelector('#verdict')
    return (await opened.textContent('#verdict')) ?? ''
  }

  it('says in Chinese that nobody pinned a key, and is satisfied when one is pasted', async () => {
    const { page: opened, complaints } = await open('zh-CN')
    expect(await answer(opened, 'good.zip', PASSWORD)).toBe('一致，未固定公钥')
    await opened.fill('#key', testSigner('house').verifierKey)
    await opened.click('button.primary')
    await opened.waitForSelector('.verdict.genuine')
    expect(await opened.textContent('#verdict')).toBe('真实')
    expect(await opened.locator('.checks > li.passed').count()).toBe(11)
    expect(await opened.locator('tbody tr').count()).toBe(40)
    expect(await opened.textContent('tbody tr')).toContain('138****8000')
    await opened.fill('#key', testSigner('stranger').verifierKey)
    // what was said was said of another key
    expect(await opened.locator('.verdict, .checks, tbody').count()).toBe(0)
    expect(await opened.textContent('.status')).toBe('密码或公钥已改动，请重新核对。')
    expect(await opened.locator('#key:focus').count()).toBe(1)
    await opened.click('button.primary')
    await opened.waitForSelector('.verdict.wrong')
    expect(complaints).toEqual([])
  })

  it('says on paper which file it checked, and when; and what of it was not compared', async () => {
    const house = testSigner('house')
    const { files, rows } = await completePackage4(house, { records: 40 })
    await addFurther(files, shownRowsOf(files, rows))
    const zip = Buffer.from(await (await zipOf(signedByHouse(files, house), null)).arrayBuffer())
    await writeFile(join(home, 'further.zip'), zip)
    const { page: opened, complaints } = await open('zh-CN')
    await opened.fill('#key', house.verifierKey)
    await opened.setInputFiles('#file', join(home, 'further.zip'))
    await opened.waitForSelector('.verdict.genuine')
    const facts = (await opened.textContent('dl')) ?? ''
    expect(facts).toContain('further.zip')
    expect(facts).toContain(createHash('sha256').update(zip).digest('hex'))
    expect(facts).toMatch(/核对时间\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d/)
    expect(facts).toContain('未与各行比对data/pages/ (2)')
    expect(await opened.locator('.checks > li.passed').count()).toBe(15)
    expect(await opened.locator('.checks > li.skipped .state').allTextContents()).toEqual(['本包没有', '本包没有'])
    await opened.getByRole('button', { name: 'English' }).click()
    expect(await opened.textContent('dl')).toContain('SHA-256 of the file')
    expect(complaints).toEqual([])
  })

  it('stands whole on a telephone, and ends on paper with the last row', async () => {
    const { page: opened, complaints } = await open('en-GB')
    await opened.setViewportSize({ width: 390, height: 844 })
    await answer(opened, 'good.zip', PASSWORD)
    const edges = await opened.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(edges[0]).toBe(edges[1])
    const [name, value] = await opened.evaluate(() =>
      ['dt', 'dd'].map((one) => document.querySelector(`dl ${one}`)?.getBoundingClientRect().left),
    )
    expect(value).toBe(name)
    await opened.emulateMedia({ media: 'print' })
    expect(await opened.locator('footer').isVisible()).toBe(false)
    expect(complaints).toEqual([])
  })

  it('says in English which row was altered, and switches language', async () => {
    const { page: opened, complaints } = await open('en-GB')
    expect(await answer(opened, 'bad.zip', PASSWORD)).toBe('Wrong')
    expect(await opened.textContent('.checks')).toContain('row 1: differs from its disclosure')
    await opened.getByRole('button', { name: '中文' }).click()
    expect(await opened.textContent('#verdict')).toBe('有问题')
    expect(await opened.getAttribute('html', 'lang')).toBe('zh')
    expect(complaints).toEqual([])
  })

  it('asks for the password, refuses a wrong one, and a file that is no package', async () => {
    const { page: opened } = await open('en-GB')
    await opened.setInputFiles('#file', join(home, 'good.zip'))
    await opened.getByText('enter its password').waitFor()
    await opened.fill('#password', 'another')
    await opened.keyboard.press('Enter')
    await opened.getByText('Wrong password').waitFor()
    await opened.setInputFiles('#file', join(home, 'none.zip'))
    await opened.getByText('cannot be opened').waitFor()
    await writeFile(join(home, 'sealed.age'), 'age-encryption.org/v1\n-> X25519 x\n')
    await opened.setInputFiles('#file', join(home, 'sealed.age'))
    await opened.getByText('open it with your own key first').waitFor()
  })

  it('prints its rows on lying pages, and no column a letter wide', async () => {
    const { page: opened } = await open('zh-CN')
    await answer(opened, 'good.zip', PASSWORD)
    await opened.emulateMedia({ media: 'print' })
    await opened.setViewportSize({ width: 1032, height: 700 }) // what A4 has between its margins, lying
    const rows = await opened.locator('tbody tr').evaluateAll((all) => all.map((each) => each.getBoundingClientRect()))
    expect(rows).toHaveLength(40)
    for (const { height, width } of rows) {
      expect(height).toBeLessThan(200) // a digest with a letter on a line takes six hundred
      expect(width).toBeLessThanOrEqual(1032)
    }
    // the verdict on standing pages, forty rows on a few lying ones
    const pdf = Buffer.from(await opened.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 (\d+)/g)].map(([, width]) => Number(width) > 700)
    expect(boxes.filter((isLying) => isLying).length).toBeGreaterThan(0)
    expect(boxes.length).toBeLessThan(8)
    expect(boxes[0]).toBe(false)
  })

  it('has no finding of axe, before and after', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    for (const colorScheme of ['light', 'dark'] as const) {
      // the page's own policy would refuse axe: it is a guest of the test, not of the page
      const context = await browser.newContext({ locale: 'zh-CN', colorScheme, bypassCSP: true })
      const opened = await context.newPage()
      await opened.goto(`file://${join(home, 'verify.html')}`)
      await opened.addScriptTag({ content: axe })
      expect(await violations(opened)).toEqual([])
      await answer(opened, 'bad.zip', PASSWORD)
      expect(await violations(opened)).toEqual([])
    }
  })

  async function violations(opened: Page): Promise<string[]> {
    const found: { id: string; nodes: { html: string }[] }[] = await opened.evaluate(
      'axe.run().then((r) => r.violations)',
    )
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  }
})
