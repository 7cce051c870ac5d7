import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { ApiClient } from '#demo'
import { buildLongHouse, chance, type LongHouse } from './long-conversation.ts'
import { type RunningServer, signIn, startServer } from './running-server.ts'

// `node server/bench/main.ts conversation`: a conversation of 100,000 messages in Chromium, from a server in a process of
// its own. How long frames take while somebody scrolls, and how long it is from the key that asks for a time until its
// records are drawn. The console must have been built.

const SEED = 20_261_122
const JUMPS = 40
const SCROLL_SECONDS = { wheel: 8, keys: 6, strip: 6 } as const

export async function conversation(): Promise<Record<string, number>> {
  const house = await buildLongHouse(SEED)
  try {
    return { build_seconds: house.buildSeconds, ...(await measure(house)) }
  } finally {
    rmSync(dirname(house.dir), { recursive: true, force: true })
  }
}

/** Measures a house that was built. */
export async function measure(house: LongHouse): Promise<Record<string, number>> {
  const server = await startServer(house.dir)
  let browser: Browser | null = null
  try {
    const client = await signIn(server, house.signIn)
    const conversation = await numberOfLong(client)
    const alone = await serverTimes(client, conversation, house)
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    })
    const page = await openPage(browser, server, client, conversation)
    const scrolled = await scroll(page)
    const jumped = await jumps(page, house)
    return { seed: SEED, messages: house.messages, conversation: house.long, ...alone, ...scrolled, ...jumped }
  } finally {
    await browser?.close()
    await server.stop()
  }
}

interface Talk {
  readonly total: number
  readonly older: string | null
}

async function numberOfLong(client: ApiClient): Promise<number> {
  const found = await client.post<{ hits: { conversation: number }[] }>('/api/search', {
    permit: 'window',
    query: '',
    order: 'oldest',
    limit: 1,
    open: false,
  })
  return found.hits[0]?.conversation ?? 0 // the story begins there
}

/** What the API takes by itself, without a browser: the first reading, jumps to random times, and reading on. */
async function serverTimes(client: ApiClient, no: number, { marks, long }: LongHouse): Promise<Record<string, number>> {
  const read = (more: object) =>
    timed(() =>
      client.post<Talk>('/api/search/conversation', { permit: 'window', conversation: no, limit: 100, ...more }),
    )
  const first = await read({})
  if (first.value.total !== long) throw new Error(`the conversation has ${first.value.total} messages, not ${long}`)
  const next = chance(SEED)
  const times: number[] = []
  for (let n = 0; n < JUMPS; n++) {
    const { time } = marks[Math.floor(next() * marks.length)] ?? { time: 0 }
    times.push((await read({ around: { time } })).ms)
  }
  const on: number[] = []
  let cursor = first.value.older
  for (let n = 0; n < JUMPS && cursor !== null; n++) {
    const page = await read({ cursor, direction: 'older' })
    on.push(page.ms)
    cursor = page.value.older
  }
  return { api_first_ms: round(first.ms), ...spread('api_jump_ms', times), ...spread('api_next_ms', on) }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now()
  const value = await work()
  return { value, ms: performance.now() - began }
}

async function openPage(browser: Browser, { base }: RunningServer, client: ApiClient, no: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const [name = '', value = ''] = client.cookie.split('=')
  await context.addCookies([{ name, value, url: base }])
  await context.addInitScript(METER)
  const page = await context.newPage()
  await page.goto(`${base}/conversations/${no}?permit=window`)
  await page.locator('.talk-scroll article').first().waitFor()
  await page.waitForTimeout(1500) // what a page loads after its first view
  return page
}

/** In the page: frames and long tasks while it runs; and how long until one of some marks stands in view. */
const METER = `
globalThis.meter = {
  frames: [], tasks: [], on: false,
  start() {
    this.frames = []; this.tasks = []; this.on = true
    let last = performance.now()
    const frame = (now) => { if (!this.on) return; this.frames.push(now - last); last = now; requestAnimationFrame(frame) }
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame) })
  },
  stop() { this.on = false; return { frames: this.frames, tasks: this.tasks } },
  jump(marks) {
    let began = null
    performance.clearResourceTimings()
    const pressed = (event) => { if (event.key === 'Enter') began = event.timeStamp }
    addEventListener('keydown', pressed, true)
    globalThis.jumped = new Promise((done) => {
      const drawn = () => {
        const box = document.querySelector('.talk-scroll')
        if (began === null || !box) return false
        const { top, bottom } = box.getBoundingClientRect()
        for (const article of box.querySelectorAll('article')) {
          if (!marks.some((mark) => article.textContent.includes(mark))) continue
          const at = article.getBoundingClientRect()
          if (at.bottom > top && at.top < bottom) return true
        }
        return false
      }
      const look = () => {
        if (!drawn()) return void requestAnimationFrame(look)
        // a message posted in a frame is taken after that frame was drawn
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          removeEventListener('keydown', pressed, true)
          const asked = performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/api/search/conversation'))
          const server = asked.reduce((sum, one) => sum + one.responseEnd - one.requestStart, 0)
          done({ ms: performance.now() - began, server })
        }
        port2.postMessage(null)
      }
      requestAnimationFrame(look)
    })
  },
}
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) globalThis.meter.tasks.push(duration) })
  .observe({ entryTypes: ['longtask'] })
`

interface Metered {
  readonly frames: number[]
  readonly tasks: number[]
}

async function scroll(page: Page): Promise<Record<string, number>> {
  const box = await page.locator('.talk-scroll').boundingBox()
  if (!box) throw new Error('there is nothing to scroll')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const meter = async (seconds: number, act: () => Promise<void>): Promise<Metered> => {
    await page.evaluate('meter.start()')
    for (const end = performance.now() + seconds * 1000; performance.now() < end; ) await act()
    return (await page.evaluate('meter.stop()')) as Metered // what METER returns
  }
  await page.mouse.move(middle.x, middle.y)
  const wheel = await meter(SCROLL_SECONDS.wheel, async () => {
    await page.mouse.wheel(0, -300)
    await page.waitForTimeout(30)
  })
  await page.locator('.talk-scroll').focus()
  const keys = await meter(SCROLL_SECONDS.keys, async () => {
    await page.keyboard.press('PageUp')
    await page.waitForTimeout(120)
  })
  const x = box.x + box.width + 5
  await page.mouse.move(x, box.y + box.height / 2)
  await page.mouse.down()
  let at = 0
  const strip = await meter(SCROLL_SECONDS.strip, async () => {
    at += 0.05
    await page.mouse.move(x, middle.y + Math.sin(at) * box.height * 0.45)
    await page.waitForTimeout(30)
  })
  await page.mouse.up()
  const all = {
    frames: [...wheel.frames, ...keys.frames, ...strip.frames],
    tasks: [...wheel.tasks, ...keys.tasks, ...strip.tasks],
  }
  return {
    ...spread('wheel_frame_ms', wheel.frames),
    ...spread('keys_frame_ms', keys.frames),
    ...spread('strip_frame_ms', strip.frames),
    ...spread('frame_ms', all.frames),
    frames: all.frames.length,
    long_tasks: all.tasks.length,
    longest_task_ms: round(Math.max(0, ...all.tasks)),
  }
}

/** To random times, typed into the field as a person does. */
async function jumps(page: Page, { marks }: LongHouse): Promise<Record<string, number>> {
  const next = chance(SEED + 1)
  const field = page.locator('.talk-tools .ant-picker input')
  const totals: number[] = []
  const server: number[] = []
  for (let n = 0; n < JUMPS; n++) {
    const at = Math.floor(next() * (marks.length - 3))
    const near = marks.slice(at, at + 3).map(({ mark }) => mark)
    await field.click()
    await field.fill(wallClock(marks[at]?.time ?? 0))
    await page.waitForTimeout(400)
    await page.evaluate(`meter.jump(${JSON.stringify(near)})`)
    await page.keyboard.press('Enter')
    const done = (await page.evaluate('jumped')) as { ms: number; server: number } // what METER resolves to
    totals.push(done.ms)
    server.push(done.server)
    await page.waitForTimeout(600)
    await refuseDisorder(page)
  }
  return {
    jumps: totals.length,
    ...spread('jump_ms', totals),
    ...spread('jump_server_ms', server),
    ...spread(
      'jump_browser_ms',
      totals.map((ms, n) => ms - (server[n] ?? 0)),
    ),
  }
}

/** A list that is quick and wrong would measure well: lines stand one below the other, in the order they are read aloud. */
async function refuseDisorder(page: Page): Promise<void> {
  const isInOrder = await page.evaluate(`[...document.querySelectorAll('.talk-place')].every((line, at, all) => {
    const before = all[at - 1]
    if (!before) return true
    if (Number(line.dataset.index) <= Number(before.dataset.index)) return false
    return line.getBoundingClientRect().top >= before.getBoundingClientRect().bottom - 1
  })`)
  if (!isInOrder) throw new Error('the lines are not in order')
}

/** As the field shows it, in the house's zone. */
function wallClock(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

const round = (value: number) => Number(value.toFixed(1))

function spread(name: string, values: readonly number[]): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { [`${name}_p50`]: at(0.5), [`${name}_p95`]: at(0.95), [`${name}_max`]: at(1) }
}
