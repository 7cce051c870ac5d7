import type { MessagePort, Transferable, Worker } from 'node:worker_threads'
import { Fault, Refusal, type RefusalDetail, type RefusalKind } from '#base'
import { systemCode } from './files/unusable.ts'

// One line between two threads; both ends may call and both may answer.

const moved: unique symbol = Symbol('moved')

/** A value whose buffers are handed over instead of copied; the sender's become empty. */
export interface Moved<T> {
  readonly [moved]: readonly Transferable[]
  readonly value: T
}

/** As an argument of a call, or as the result of a handler: `move(bytes, [bytes.buffer])`. */
export function move<T>(value: T, transfer: readonly Transferable[]): Moved<T> {
  return { [moved]: transfer, value }
}

export interface WireError {
  type: 'refusal' | 'fault'
  kind: RefusalKind
  code: string
  hint: string
  detail: RefusalDetail
}

export type Message =
  | { what: 'call'; id: number; method: string; args: unknown[] }
  | { what: 'answer'; id: number; value: unknown }
  | { what: 'error'; id: number; error: WireError }
  | { what: 'ready' }
  | { what: 'failed'; error: WireError }
  | { what: 'stop' }
  | { what: 'connect'; as: string; port: MessagePort }
  | { what: 'accept'; port: MessagePort }

export interface Line {
  /** A proxy: `call.method(...args)`. */
  readonly call: object
  /** Rejects what waits for an answer, now and from now on. */
  close(fault: Fault): void
}

type End = Pick<MessagePort | Worker, 'on' | 'postMessage'>
type Method = (...args: unknown[]) => unknown
interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/**
 * @param handlers what the other end may call; asked at each call
 * @param control  messages that are not calls
 */
export function openLine(end: End, handlers: () => object, control?: (message: Message) => void): Line {
  const waiting = new Map<number, Waiting>()
  let closed: Fault | null = null
  let lastId = 0
  end.on('message', (message: Message) => {
    if (message.what === 'call') void answer(end, handlers(), message)
    else if (message.what === 'answer') take(waiting, message.id)?.resolve(message.value)
    else if (message.what === 'error') take(waiting, message.id)?.reject(fromWire(message.error))
    else control?.(message)
  })
  const ask = (method: string, args: unknown[]): Promise<unknown> => {
    if (closed) return Promise.reject(closed)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const id = ++lastId
    const transfer: Transferable[] = []
    const message: Message = { what: 'call', id, method, args: args.map((arg) => unwrap(arg, transfer)) }
    try {
      end.postMessage(message, transfer)
    } catch {
      // its message would quote the value
      return Promise.reject(new Fault('broken_invariant', 'must be true: what crosses threads can be cloned'))
    }
    waiting.set(id, { resolve, reject })
    return promise
  }
  return {
    // 'then' must stay undefined: a proxy that answered to it would be taken for a promise
    call: new Proxy(
      {},
      { get: (_, method) => (isMethodName(method) ? (...a: unknown[]) => ask(method, a) : undefined) },
    ),
    close(fault) {
      closed ??= fault
      for (const { reject } of waiting.values()) reject(fault)
      waiting.clear()
    },
  }
}

export function methodOf(handlers: object, name: string): Method | null {
  const method = Object.hasOwn(handlers, name) ? (handlers as Record<string, unknown>)[name] : undefined // own, so data
  return typeof method === 'function' ? (method.bind(handlers) as Method) : null
}

async function answer(end: End, handlers: object, call: { id: number; method: string; args: unknown[] }) {
  const transfer: Transferable[] = []
  try {
    const method = methodOf(handlers, call.method)
    if (!method) throw new Fault('broken_invariant', 'must be true: a thread is asked only for methods it serves')
    const value = unwrap(await method(...call.args), transfer)
    end.postMessage({ what: 'answer', id: call.id, value } satisfies Message, transfer)
  } catch (error) {
    end.postMessage({ what: 'error', id: call.id, error: toWire(error) } satisfies Message)
  }
}

/** A Refusal or Fault as it is; of anything else only where it was thrown: its message may carry content. */
export function toWire(error: unknown): WireError {
  if (error instanceof Refusal) {
    return { type: 'refusal', kind: error.kind, code: error.code, hint: '', detail: error.detail }
  }
  if (error instanceof Fault) {
    return { type: 'fault', kind: 'unavailable', code: error.code, hint: error.hint, detail: error.detail }
  }
  const at = placeOf(error)
  const system = systemCode(error)
  if (system) {
    const hint =
      'a file or folder of the house cannot be used: check that it is there, is of the right kind, its owner and mode'
    const told = { system, at }
    return { type: 'fault', kind: 'unavailable', code: 'file_unusable', hint, detail: told }
  }
  return {
    type: 'fault',
    kind: 'unavailable',
    code: 'unexpected_error',
    hint: 'an error nobody expected',
    detail: { at },
  }
}

export function fromWire(error: WireError): Refusal | Fault {
  if (error.type === 'refusal') return new Refusal(error.kind, error.code, error.detail)
  return new Fault(error.code, error.hint, error.detail)
}

export function died(name: string): Fault {
  return new Fault('thread_died', 'a worker thread ended; the server must be restarted', { thread: name })
}

/** `room/file.ts:12` of the innermost frame that is ours, or `unknown`. Never any part of the message. */
export function placeOf(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)) : []
  const place = frames.map((frame) => /\/src\/([a-z0-9/.-]{1,80}\.ts:\d{1,6}):\d+\)?$/.exec(frame)?.[1])
  return place.find((found) => found !== undefined) ?? 'unknown'
}

function unwrap(value: unknown, transfer: Transferable[]): unknown {
  if (typeof value !== 'object' || value === null || !(moved in value)) return value
  const { [moved]: buffers, value: inner } = value as Moved<unknown> // only `move` can set the symbol
  transfer.push(...buffers)
  return inner
}

function take(waiting: Map<number, Waiting>, id: number): Waiting | undefined {
  const found = waiting.get(id)
  waiting.delete(id)
  return found
}

function isMethodName(name: string | symbol): name is string {
  return typeof name === 'string' && name !== 'then'
}
