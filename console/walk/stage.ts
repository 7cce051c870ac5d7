import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

// What every step of the walk stands on: one browser, one context per person, a numbered picture and an axe run per step.

export interface Member {
  role: string
  username: string
  password: string
  totpSecret: string
}

export type Language = 'zh' | 'en'

interface Finding {
  step: string
  id: string
  impact: string
  help: string
  nodes: { target: string; html: string; why: string }[]
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SERIOUS = new Set(['serious', 'critical'])
const CODE_LIFE = 30_000
/** How long a page may take to show what it must, in ms. A busy machine is slow; a page that is wrong stays wrong. */
export const PATIENCE = 60_000

export class Stage {
  readonly out: string
  readonly base: string
  #browser: Browser | null = null
  #step = 0
  #findings: Finding[] = []
  #trouble: string[] = []
  #usedStep = new Map<string, number>()
  #open = new Set<BrowserContext>()
  /** Per person: what their browser kept of the sign-in, so that nobody signs in twice for want of a code. */
  readonly sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()

  constructor(base: string, out: string) {
    this.base = base
    this.out = out
  }

  async open(): Promise<void> {
    this.#browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // where no locale is set (cron, CI), a browser opens no file that has a Chinese name
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
  }

  /** A browser of one's own: nobody on this walk shares a session, a language or a download with anybody else. */
  async context(
    language: Language,
    look: { shade?: 'light' | 'dark'; phone?: boolean; offline?: boolean; of?: Member } = {},
  ): Promise<BrowserContext> {
    if (!this.#browser) throw new Error('open() comes first')
    const kept = look.of && this.sessions.get(look.of.username)
    const context = await this.#browser.newContext({
      ...(kept && { storageState: kept }),
      viewport: look.phone ? { width: 412, height: 860 } : { width: 1440, height: 900 },
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
      reducedMotion: 'reduce',
      offline: look.offline ?? false,
    })
    this.#open.add(context)
    context.on('close', () => this.#open.delete(context))
    context.setDefaultTimeout(PATIENCE)
    await context.addInitScript(
      ([lang, shade]) => {
        if (location.protocol.startsWith('http')) {
          localStorage.setItem('cunzhen.language', lang ?? 'zh')
          localStorage.setItem('cunzhen.look', JSON.stringify({ shade, density: 'compact', railOpen: true }))
        }
      },
      [language, look.shade ?? 'light'],
    )
    context.on('weberror', (error) => this.#trouble.push(`page error: ${error.error().message}`))
    return context
  }

  /** A code of this person's authenticator that has not been used on this walk; waits for the next one where it must. */
  async freshCode(member: Member): Promise<string> {
    const used = this.#usedStep.get(member.username) ?? 0
    const now = Math.floor(Date.now() / CODE_LIFE)
    if (now <= used) await new Promise((next) => setTimeout(next, (used + 1) * CODE_LIFE - Date.now() + 200))
    const step = Math.floor(Date.now() / CODE_LIFE)
    this.#usedStep.set(member.username, step)
    return generateSync({ secret: member.totpSecret, epoch: (step * CODE_LIFE) / 1000 })
  }

  /** Takes the picture of a step and runs axe on it. */
  async picture(page: Page, name: string): Promise<void> {
    this.#step++
    const step = `${String(this.#step).padStart(2, '0')}-${name}`
    await page.waitForLoadState('networkidle').catch(() => undefined) // pages that poll are never quite idle
    await page.waitForTimeout(250)
    await page.screenshot({ path: join(this.out, `${step}.png`), timeout: 60_000 })
    await this.#check(page, step)
    process.stdout.write(`${step}\n`)
  }

  async #check(page: Page, step: string): Promise<void> {
    await page.evaluate(`${AXE};void 0`)
    const found = await page.evaluate(async () => {
      // axe was put into the page a line above
      const { axe } = window as unknown as { axe: { run(root: Document, options: object): Promise<AxeResult> } }
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const { violations } = await axe.run(document, { runOnly: tags })
      return violations.map((one) => ({
        id: one.id,
        impact: one.impact ?? 'minor',
        help: one.help,
        nodes: one.nodes.slice(0, 5).map((node) => ({
          target: node.target.join(' '),
          html: node.html.slice(0, 200),
          why: node.failureSummary?.slice(0, 300) ?? '',
        })),
      }))
    })
    this.#findings.push(...found.map((one) => ({ step, ...one })))
  }

  /** Runs one part; where it stops, every page that is open then is kept as a picture. */
  async act(name: string, run: () => Promise<void>): Promise<void> {
    const began = performance.now()
    try {
      await run()
      process.stdout.write(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
    } catch (error) {
      let n = 0
      for (const page of [...this.#open].flatMap((context) => context.pages())) {
        n++
        await page.screenshot({ path: join(this.out, `stopped-${name}-${n}.png`) }).catch(() => undefined)
      }
      this.note(`${name} stopped: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      for (const context of this.#open) await context.close()
    }
  }

  note(trouble: string): void {
    this.#trouble.push(trouble)
    process.stderr.write(`${trouble}\n`)
  }

  /** Writes axe-report.json; true when every step was reached and axe found nothing serious. */
  async close(): Promise<boolean> {
    await this.#browser?.close()
    const serious = this.#findings.filter((one) => SERIOUS.has(one.impact)).length
    const byStep: Record<string, Omit<Finding, 'step'>[]> = {}
    for (const { step, ...finding } of this.#findings) {
      byStep[step] ??= []
      byStep[step].push(finding)
    }
    const report = {
      steps: this.#step,
      seriousOrCritical: serious,
      other: this.#findings.length - serious,
      trouble: this.#trouble,
      byStep,
    }
    writeFileSync(join(this.out, 'axe-report.json'), `${JSON.stringify(report, null, 2)}\n`)
    process.stdout.write(
      `${this.#step} steps, ${serious} serious or critical findings, ${this.#trouble.length} troubles\n`,
    )
    return serious === 0 && this.#trouble.length === 0
  }
}

interface AxeResult {
  violations: {
    id: string
    impact: string | null
    help: string
    nodes: { target: string[]; html: string; failureSummary?: string }[]
  }[]
}
