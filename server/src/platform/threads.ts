import { getPriority, setPriority } from 'node:os'
import { basename } from 'node:path'
import {
  MessageChannel,
  type MessagePort,
  parentPort,
  type Transferable,
  Worker,
  workerData,
} from 'node:worker_threads'
import { Fault } from '#base'
import { died, fromWire, type Message, type Moved, methodOf, openLine, toWire } from './thread-line.ts'

// Threads talk in typed calls. Errors arrive as the Refusal or Fault they were, anything else as a Fault without its
// message. Arguments and results must survive structuredClone (a Buffer arrives as a Uint8Array).

/** The other side's handlers, as seen from here: the same methods, each answering with a promise. */
export type Caller<H> = {
  readonly [M in keyof H]: H[M] extends (...args: infer A) => infer R
    ? (...args: { [I in keyof A]: A[I] | Moved<A[I]> }) => Promise<Awaited<R> extends Moved<infer T> ? T : Awaited<R>>
    : never
}

export interface Thread<H> {
  readonly name: string
  readonly call: Caller<H>
  /** Resolves when the thread has ended; its handler `stopping`, if it has one, ran first. */
  stop(): Promise<void>
  /** Called once if the thread ends without `stop`; what waited has then been rejected with `thread_died`. */
  onExit(listener: (fault: Fault) => void): void
  /** For connectThreads only. */
  readonly send: (message: Message, transfer: readonly Transferable[]) => void
}

export interface ThreadOptions<I> {
  /** Handed to serveThread's `start` as a structured clone. Keys as Uint8Array: the worker zeroes its copy. */
  init: I
  /** A code for logs and faults, e.g. `journal`. Default: the file's base name. */
  name?: string
  /** What the thread may call on its starter, through `parent<P>()`. */
  serves?: object
}

/**
 * What a thread may use for objects that live shortly. V8 would take several times that in each of them before it tidies
 * up; intake costs the same with this (bench `memory`, `intake`).
 */
const YOUNG_MIB = 12
/**
 * And for what lives long. No thread needs as much; V8 lets a heap that may become large grow to four times what is alive before it
 * tidies up, and one of this size to one and a half [house of ten million, 620 searches: 613 MB without, 513 with; as fast].
 */
const OLD_MIB = 512

interface StartData {
  threadName: string
  init: unknown
}

/** Starts a worker module (which calls serveThread); resolves when it is ready, throws what its start threw. */
export async function startThread<H extends object, I = undefined>(
  url: URL,
  options: ThreadOptions<I>,
): Promise<Thread<H>> {
  const name = options.name ?? basename(url.pathname).replace(/(\.thread)?\.ts$/, '')
  const workerData: StartData = { threadName: name, init: options.init }
  const worker = new Worker(url, {
    name,
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB, maxOldGenerationSizeMb: OLD_MIB },
  })
  const ready = Promise.withResolvers<void>()
  const exited = Promise.withResolvers<void>()
  const exitListeners: ((fault: Fault) => void)[] = []
  let stopping = false
  const line = openLine(
    worker,
    () => options.serves ?? {},
    (message) => {
      if (message.what === 'ready') ready.resolve()
      if (message.what === 'failed') ready.reject(fromWire(message.error))
    },
  )
  worker.on('error', () => undefined) // 'exit' follows; the error itself may carry content
  worker.on('exit', () => {
    line.close(died(name))
    ready.reject(died(name))
    exited.resolve()
    if (!stopping) for (const listener of exitListeners) listener(died(name))
  })
  await ready.promise
  return {
    name,
    call: line.call as Caller<H>, // who starts a module names the handlers it serves
    stop() {
      stopping = true
      worker.postMessage({ what: 'stop' } satisfies Message)
      return exited.promise
    },
    onExit: (listener) => exitListeners.push(listener),
    send: (message, transfer) => worker.postMessage(message, [...transfer]),
  }
}

/** Gives `from` a direct line to `to`'s handlers, under the name by which `from` asks for it: `peer(as)`. */
export function connectThreads<A, B>(from: Thread<A>, to: Thread<B>, as: string = to.name): void {
  const { port1, port2 } = new MessageChannel()
  from.send({ what: 'connect', as, port: port1 }, [port1])
  to.send({ what: 'accept', port: port2 }, [port2])
}

// --- inside a worker ---

const peers = new Map<string, PromiseWithResolvers<unknown>>()
let callParent: object | null = null

/**
 * Serves this worker's methods. `start` gets what startThread was given as `init` and returns the handlers; what it
 * throws, startThread throws. A handler `stopping` runs before the thread ends: close files there. `start` must not
 * wait for a peer: lines are connected only after both ends are ready.
 */
export async function serveThread<I>(
  start: (init: I) => object | Promise<object>,
  work: Work = 'asked',
): Promise<void> {
  if (!parentPort) throw new Fault('broken_invariant', 'must be true: serveThread runs inside a worker')
  if (work === 'background') stepBack()
  const port = parentPort
  const { init } = workerData as StartData // only startThread starts workers
  let handlers: object = {}
  const line = openLine(
    port,
    () => handlers,
    (message) => {
      if (message.what === 'stop') void stop(handlers)
      if (message.what === 'connect') connectPeer(message.as, message.port)
      if (message.what === 'accept') openLine(message.port, () => handlers)
    },
  )
  callParent = line.call
  try {
    handlers = await start(init as I) // both ends are one room's code
    port.postMessage({ what: 'ready' } satisfies Message)
    collectStart()
  } catch (error) {
    port.postMessage({ what: 'failed', error: toWire(error) } satisfies Message)
    port.close()
  }
}

/** `asked`: somebody waits for each answer. `background`: an import, an index, a seal; it takes what the others leave. */
export type Work = 'asked' | 'background'

/** Of Linux's 40 steps: where both cores are wanted, whoever searches gets nine parts in ten. */
const STEPS_BACK = 10
const LAST = 19

/**
 * Linux counts niceness by the thread; elsewhere this would slow the whole process. Counted from where the process was started
 * (`nice`): only root may go forward again.
 */
function stepBack(): void {
  if (process.platform === 'linux') setPriority(0, Math.min(getPriority(process.pid) + STEPS_BACK, LAST))
}

const SETTLED_MS = 5000

/**
 * Has what starting left behind collected, once: compiling and linking leave a third of a thread's heap as garbage, and one
 * that then waits for work would keep it for good. Where Node was started without `--expose-gc` (tools/run.mjs) nothing happens.
 */
export function collectStart(): void {
  setTimeout(() => globalThis.gc?.(), SETTLED_MS).unref()
}

/** Another thread's handlers over a direct line, as soon as connectThreads has made it. */
export function peer<H extends object>(name: string): Promise<Caller<H>> {
  return peerNamed(name).promise as Promise<Caller<H>> // who connects two threads names the handlers
}

/** The starter's handlers (its `serves`). */
export function parent<H extends object>(): Caller<H> {
  if (!callParent) throw new Fault('broken_invariant', 'must be true: parent() is called after serveThread')
  return callParent as Caller<H> // who starts a thread names what it serves
}

async function stop(handlers: object): Promise<void> {
  try {
    await methodOf(handlers, 'stopping')?.()
  } finally {
    process.exit(0) // ends this thread only
  }
}

function connectPeer(name: string, port: MessagePort): void {
  const line = openLine(port, () => ({}))
  port.on('close', () => line.close(died(name)))
  peerNamed(name).resolve(line.call)
}

function peerNamed(name: string): PromiseWithResolvers<unknown> {
  const known = peers.get(name)
  if (known) return known
  const fresh = Promise.withResolvers<unknown>()
  peers.set(name, fresh)
  return fresh
}
