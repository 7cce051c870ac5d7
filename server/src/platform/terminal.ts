import { StringDecoder } from 'node:string_decoder'
import { Fault, Refusal } from '#base'
import { systemCode } from './files/unusable.ts'
import { hintOf } from './hints.ts'

// stdout is data, stderr is talk. No capitals at the start, no period at the end, and with each refusal what to do next.

export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

export function data(value: unknown): void {
  process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
}

/** Tells what happened and what to do, `besides` too; answers the exit code: 1 refused, 3 the house does not open or is broken. */
export function explain(error: unknown, besides = ''): number {
  if (error instanceof Refusal) {
    const detail = Object.entries(error.detail).map(([key, value]) => `${key}=${value}`)
    say(`refused: ${[error.code, ...detail].join(' ')}`)
    say(`hint: ${hintOf(error)}${besides}`)
    return 1
  }
  const system = systemCode(error)
  if (system) return explain(new Refusal('invalid', 'file_unusable', { system }))
  if (error instanceof Fault) {
    const detail = Object.entries(error.detail).map(([key, value]) => `${key}=${value}`)
    say(`fault: ${[error.code, ...detail].join(' ')}`)
    say(`what to do: ${error.hint}`)
    return 3
  }
  // anything else is a mistake of ours; its message may carry content, its place does not
  say(`fault: unexpected ${error instanceof Error ? error.name : typeof error}\n${framesOf(error).join('\n')}`)
  return 3
}

/** A message of several lines stands in the stack too. */
function framesOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : []
  return lines.filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line)).slice(0, 3)
}

/**
 * What nobody caught ends the program, as it does anyway; but Node would print its message, and that may carry content. Called
 * first of all; what was under way is found by the next start.
 */
export function endOnUncaught(): void {
  process.on('uncaughtException', (error) => process.exit(explain(error)))
}

/** As much of a terminal as a hidden question needs. */
export interface Terminal {
  setRawMode(isRaw: boolean): unknown
  on(event: 'data', listener: (bytes: Buffer) => void): unknown
  off(event: 'data', listener: (bytes: Buffer) => void): unknown
  resume(): unknown
  pause(): unknown
}

const ENDS = new Set(['\r', '\n', '\u0004'])
const RUBS_OUT = new Set(['\b', '\u007f'])
const INTERRUPT = '\u0003'

/**
 * Asks for a line that is not shown while it is typed.
 * @throws Refusal `interrupted` when the person presses Ctrl-C
 */
export function askHidden(
  question: string,
  terminal: Terminal = process.stdin,
  write: (text: string) => void = (text) => void process.stderr.write(text),
): Promise<string> {
  const decoder = new StringDecoder('utf8')
  const typed: string[] = []
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const listener = (bytes: Buffer) => {
    for (const letter of decoder.write(bytes)) {
      if (ENDS.has(letter)) return resolve(typed.join(''))
      if (letter === INTERRUPT) return reject(new Refusal('conflict', 'interrupted'))
      if (RUBS_OUT.has(letter)) typed.pop()
      else typed.push(letter)
    }
  }
  write(question)
  terminal.setRawMode(true)
  terminal.on('data', listener)
  terminal.resume()
  return promise.finally(() => {
    terminal.off('data', listener)
    terminal.setRawMode(false)
    terminal.pause()
    write('\n')
  })
}
