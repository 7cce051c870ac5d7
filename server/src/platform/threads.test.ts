import { getPriority } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { Fault, Refusal } from '#base'
import { connectThreads, move, startThread, type Thread } from './index.ts'
import type { EchoHandlers, StarterHandlers } from './threads.test-thread.ts'

const running: Thread<EchoHandlers>[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((thread) => thread.stop()))
})

async function startEcho(greeting = 'hello', name = 'echo') {
  const serves: StarterHandlers = { word: () => 'password of the day' }
  const url = new URL('./threads.test-thread.ts', import.meta.url)
  const thread = await startThread<EchoHandlers, { greeting: string }>(url, { init: { greeting }, name, serves })
  running.push(thread)
  return thread
}

test.runIf(process.platform === 'linux')(
  'a thread that works in the background steps back, and nobody else with it',
  async () => {
    const before = getPriority(0)
    const echo = await startEcho()
    expect(await echo.call.niceness()).toBe(Math.min(before + 10, 19))
    expect(getPriority(0)).toBe(before)
  },
)

test('a call is answered, also many at once', async () => {
  const { call } = await startEcho('hi')
  expect(await Promise.all(['a', 'b', 'c'].map((text) => call.echo(text)))).toEqual(['hi, a', 'hi, b', 'hi, c'])
})

test('a refusal stays a refusal, with kind, code and detail', async () => {
  const { call } = await startEcho()
  const refused = await call.refuse().catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({ kind: 'conflict', code: 'already_there', detail: { records: 3 } })
})

test('a fault stays a fault, with its hint', async () => {
  const { call } = await startEcho()
  const fault = await call.fault().catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(Fault)
  expect(fault).toMatchObject({ code: 'file_damaged', hint: 'restore it', detail: { segments: 1 } })
})

test('any other error says where it was thrown and nothing of what it said', async () => {
  const { call } = await startEcho()
  const error = await call.breakDown('13800138000').catch((error: unknown) => error)
  expect(error).toMatchObject({ name: 'Fault', code: 'unexpected_error' })
  expect((error as Fault).detail.at).toMatch(/^platform\/threads\.test-thread\.ts:\d+$/)
  expect(JSON.stringify(error) + String(error)).not.toContain('13800138000')
})

test('a method that is not served is refused, an inherited one too', async () => {
  const { call } = await startEcho()
  const unserved = call as unknown as { toString(): Promise<string>; absent(): Promise<string> }
  await expect(unserved.absent()).rejects.toMatchObject({ code: 'broken_invariant' })
  await expect(unserved.toString()).rejects.toMatchObject({ code: 'broken_invariant' })
})

test('what the start throws, startThread throws', async () => {
  await expect(startEcho('')).rejects.toMatchObject({ name: 'Refusal', code: 'no_greeting' })
})

test('a module that cannot even be loaded is a thread that died', async () => {
  const url = new URL('./absent.thread.ts', import.meta.url)
  await expect(startThread(url, { init: undefined })).rejects.toMatchObject({ code: 'thread_died' })
})

test('a thread that dies rejects what waits, refuses what comes, and says so once', async () => {
  const { call, onExit } = await startEcho()
  const exits: string[] = []
  onExit((fault) => exits.push(fault.code))
  const waiting = call.waitForEver().catch((error: Fault) => error.code)
  const dying = call.die().catch((error: Fault) => error.code)
  expect(await Promise.all([waiting, dying])).toEqual(['thread_died', 'thread_died'])
  await expect(call.echo('late')).rejects.toMatchObject({ code: 'thread_died', detail: { thread: 'echo' } })
  expect(exits).toEqual(['thread_died'])
})

test('a stopped thread is no accident', async () => {
  const { onExit, stop } = await startEcho()
  const exits: string[] = []
  onExit((fault) => exits.push(fault.code))
  await stop()
  await stop()
  expect(exits).toEqual([])
})

test('buffers are handed over in both directions', async () => {
  const { call } = await startEcho()
  const bytes = new Uint8Array(1000)
  expect(await call.size(move(bytes, [bytes.buffer]))).toBe(1000)
  expect(bytes.length).toBe(0)
  expect((await call.handOver(500)).length).toBe(500)
})

test('what cannot cross is an error of that call only', async () => {
  const { call } = await startEcho()
  await expect(call.echo((() => 'a function') as unknown as string)).rejects.toMatchObject({ code: 'broken_invariant' })
  expect(await call.echo('still here')).toBe('hello, still here')
})

test('a thread asks its starter', async () => {
  const { call } = await startEcho()
  expect(await call.askStarter()).toBe('password of the day')
})

test('two threads talk over a line of their own; when one dies the other hears it', async () => {
  const asking = await startEcho('hello', 'asking')
  const answering = await startEcho('good day', 'answering')
  connectThreads(asking, answering, 'neighbour')
  expect(await asking.call.askPeer('you')).toBe('good day, you')
  const heard = asking.call.peerDies()
  await asking.call.askPeer('once more') // in order: the peer has the endless call by now
  await answering.call.die().catch(() => undefined)
  expect(await heard).toBe('thread_died')
})
